import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Part of the build: makes NAME-16.png to NAME-256.png and NAME.ico of NAME.svg. Knows what our icons are drawn with: rect
 * with rx, and path with absolute M, L, H, V, C and Z, filled with #rrggbb. Anything else fails the build.
 */
final class RenderIcons {
    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256};
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z]|-?[0-9]*\\.?[0-9]+");

    private record Part(Shape shape, Color fill) {}

    private RenderIcons() {}

    /** SVG, the directory for PNGs, the directory for the ICO. */
    public static void main(String[] args) throws Exception {
        Path svg = Path.of(args[0]);
        String name = svg.getFileName().toString().replaceFirst("\\.svg$", "");
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(svg.toFile())
                .getDocumentElement();
        String[] box = root.getAttribute("viewBox").split(" ");
        List<Part> parts = parts(root);
        Files.createDirectories(Path.of(args[1]));
        Files.createDirectories(Path.of(args[2]));
        List<byte[]> pngs = new ArrayList<>();
        for (int size : SIZES) {
            byte[] png = png(parts, size, Double.parseDouble(box[2]));
            pngs.add(png);
            Files.write(Path.of(args[1], name + "-" + size + ".png"), png);
        }
        Files.write(Path.of(args[2], name + ".ico"), ico(pngs));
    }

    private static List<Part> parts(Element root) {
        List<Part> parts = new ArrayList<>();
        NodeList children = root.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeType() == Node.ELEMENT_NODE) {
                Element element = (Element) children.item(i);
                Shape shape =
                        switch (element.getTagName()) {
                            case "rect" -> rectangle(element);
                            case "path" -> path(element.getAttribute("d"));
                            default -> throw new IllegalArgumentException("unknown element " + element.getTagName());
                        };
                parts.add(new Part(shape, Color.decode(element.getAttribute("fill"))));
            }
        }
        return parts;
    }

    private static Shape rectangle(Element e) {
        double arc = 2 * number(e, "rx");
        return new RoundRectangle2D.Double(
                number(e, "x"), number(e, "y"), number(e, "width"), number(e, "height"), arc, arc);
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static Shape path(String data) {
        Path2D path = new Path2D.Double();
        List<String> tokens =
                new Scanner(data).findAll(TOKEN).map(MatchResult::group).toList();
        int at = 0;
        while (at < tokens.size()) {
            char command = tokens.get(at++).charAt(0);
            int count =
                    switch (command) {
                        case 'M', 'L' -> 2;
                        case 'H', 'V' -> 1;
                        case 'C' -> 6;
                        case 'Z' -> 0;
                        default -> throw new IllegalArgumentException("unknown path command " + command);
                    };
            double[] n = tokens.subList(at, at + count).stream()
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            at += count;
            switch (command) {
                case 'M' -> path.moveTo(n[0], n[1]);
                case 'L' -> path.lineTo(n[0], n[1]);
                case 'H' -> path.lineTo(n[0], path.getCurrentPoint().getY());
                case 'V' -> path.lineTo(path.getCurrentPoint().getX(), n[0]);
                case 'C' -> path.curveTo(n[0], n[1], n[2], n[3], n[4], n[5]);
                default -> path.closePath();
            }
        }
        return path;
    }

    private static byte[] png(List<Part> parts, int size, double box) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(size / box, size / box);
        for (Part part : parts) {
            graphics.setColor(part.fill());
            graphics.fill(part.shape());
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** Windows' format for icons: a directory, then the images, which may be PNG since Windows Vista. */
    private static byte[] ico(List<byte[]> pngs) {
        int headers = 6 + 16 * pngs.size();
        int bytes = headers + pngs.stream().mapToInt(png -> png.length).sum();
        ByteBuffer ico = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ico.putShort((short) 0).putShort((short) 1).putShort((short) pngs.size());
        int offset = headers;
        for (int i = 0; i < pngs.size(); i++) {
            byte side = (byte) SIZES[i]; // 0 stands for 256
            ico.put(side).put(side).put((byte) 0).put((byte) 0);
            ico.putShort((short) 1).putShort((short) 32);
            ico.putInt(pngs.get(i).length).putInt(offset);
            offset += pngs.get(i).length;
        }
        pngs.forEach(ico::put);
        return ico.array();
    }
}
