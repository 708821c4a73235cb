import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Part of the tests under Wine: judges a report of JUnit's by the file of exclusions, whose lines are
 * {@code NAME | SUITE | REASON}. NAME is a class, a dot and a method, with {@code [N]} for one call of it, or {@code *} for
 * all. An excluded test must fail; one whose reason begins with {@code left out:} is not even run. With {@code linux only:}
 * it must have been skipped, and is neither counted nor reported.
 *
 * <p>{@code left-out SUITE} prints patterns for what is not to be run; {@code judge SUITE REPORT RESULT} writes the
 * report as it shall count, and ends with status 1 if something is wrong.
 */
final class Verdicts {
    /** Of all tests of a suite. */
    private static final int PERCENT_EXCLUDED_AT_MOST = 3;

    private static final String LEFT_OUT = "left out:", LINUX_ONLY = "linux only:";

    private final String suite;
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    private Verdicts(Path exclusions, String suite) throws IOException {
        this.suite = suite;
        for (String line : Files.readAllLines(exclusions)) {
            String text = line.replaceAll("#.*", "").strip();
            String[] parts = text.split("\\s*\\|\\s*");
            if (text.isEmpty()) {
                continue;
            }
            if (parts.length != 3 || parts[2].isBlank()) {
                throw new IOException(exclusions + ": not of the form NAME | SUITE | REASON: " + line);
            }
            if (parts[1].equals(suite)) {
                reasons.put(parts[0], parts[2]);
            }
        }
    }

    public static void main(String[] words) throws Exception {
        Verdicts verdicts = new Verdicts(Path.of(words[0]), words[2]);
        if (words[1].equals("left-out")) {
            // As JUnit's console launcher wants them.
            verdicts.leftOut()
                    .forEach(name -> System.out.println(
                            name.replaceFirst("\\.(\\w+|\\*)$", "#$1").replace(".", "\\.").replace("*", ".*")));
        } else {
            System.exit(verdicts.judge(Path.of(words[3]), Path.of(words[4])) ? 0 : 1);
        }
    }

    private List<String> leftOut() {
        return reasons.keySet().stream().filter(name -> reasons.get(name).startsWith(LEFT_OUT)).toList();
    }

    private boolean judge(Path report, Path result) throws Exception {
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        Element root = document.getDocumentElement();
        List<Element> cases = children(root, "testcase");
        TreeSet<String> unused = new TreeSet<>(reasons.keySet());
        unused.removeAll(leftOut());
        int excluded = 0;
        int linuxOnly = 0;
        for (Element test : cases) {
            String excludedAs = exclusion(test);
            if (excludedAs != null) {
                unused.remove(excludedAs);
                if (reasons.get(excludedAs).startsWith(LINUX_ONLY)) {
                    if (!children(test, "skipped").isEmpty()) {
                        root.removeChild(test);
                        linuxOnly++;
                        continue;
                    }
                    fail(document, test, "is for Linux only but ran: take it out of winetest/exclusions.txt");
                } else {
                    excluded++;
                    turn(document, test);
                }
            }
            complain(test);
            test.setAttribute("classname", "wine:" + test.getAttribute("classname"));
        }
        if (!unused.isEmpty()) {
            add(document, root, "exclusions", "there are no such tests: " + unused);
        }
        excluded += leftOut().size();
        if (excluded * 100 > PERCENT_EXCLUDED_AT_MOST * (cases.size() + leftOut().size())) {
            add(document, root, "exclusions", excluded + " of " + cases.size() + " tests are excluded, which is too many");
        }
        count(root, result);
        wrong.forEach(System.err::println);
        System.out.printf(
                "winetest: %s: %d tests, %d failed; %d excluded, %d more for Linux only%n",
                suite, children(root, "testcase").size(), wrong.size(), excluded, linuxOnly);
        return wrong.isEmpty() && !cases.isEmpty();
    }

    /** The line of the file that excludes a test, or null. */
    private String exclusion(Element test) {
        String method = test.getAttribute("name").replaceFirst("\\([^)]*\\)", "");
        String call = test.getAttribute("classname") + "." + method;
        String all = call.replaceFirst("(\\[\\d+\\])+$", "");
        return Stream.of(call, all, test.getAttribute("classname") + ".*").filter(reasons::containsKey).findFirst().orElse(null);
    }

    /** A failure as expected is none, and the lack of one is. */
    private static void turn(Document document, Element test) {
        List<Element> failures = failures(test);
        failures.forEach(test::removeChild);
        if (failures.isEmpty()) {
            fail(document, test, "is excluded but passes: take it out of winetest/exclusions.txt");
        }
    }

    private static void fail(Document document, Element test, String message) {
        Element failure = document.createElement("failure");
        failure.setTextContent(message);
        test.appendChild(failure);
    }

    private static List<Element> failures(Element test) {
        List<Element> failures = children(test, "failure");
        failures.addAll(children(test, "error"));
        return failures;
    }

    private void complain(Element test) {
        for (Element failure : failures(test)) {
            // Of the stack, what is ours.
            List<String> lines = failure.getTextContent().strip().lines()
                    .filter(line -> !line.matches("\\s+at (?!isthmus\\.).*"))
                    .limit(12)
                    .toList();
            wrong.add("winetest: " + test.getAttribute("classname") + "." + test.getAttribute("name") + ": "
                    + String.join("\n    ", lines));
        }
    }

    private void add(Document document, Element root, String name, String message) {
        Element test = document.createElement("testcase");
        test.setAttribute("name", name);
        test.setAttribute("classname", "wine:" + suite);
        fail(document, test, message);
        root.appendChild(test);
        wrong.add("winetest: " + suite + ": " + message);
    }

    private void count(Element root, Path result) throws Exception {
        List<Element> cases = children(root, "testcase");
        root.setAttribute("name", "wine: " + suite);
        root.setAttribute("tests", "" + cases.size());
        root.setAttribute("skipped", "" + cases.stream().filter(test -> !children(test, "skipped").isEmpty()).count());
        root.setAttribute("failures", "" + cases.stream().filter(test -> !children(test, "failure").isEmpty()).count());
        root.setAttribute("errors", "" + cases.stream().filter(test -> !children(test, "error").isEmpty()).count());
        children(root, "properties").forEach(root::removeChild);
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(root), new StreamResult(result.toFile()));
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
