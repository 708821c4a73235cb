import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Part of the build: gives the classes of a jar the present class file version, and the stack maps that go with it.
 * An AOT cache takes no class that is older than Java 6, and picocli's are; loading and verifying them the old way
 * took longer than all the rest of the command line.
 */
final class ModernClasses {
    private ModernClasses() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            try (FileSystem files = FileSystems.newFileSystem(Path.of(jar));
                    Stream<Path> all = Files.walk(files.getPath("/"))) {
                List<Path> classes = all.filter(path -> path.toString().endsWith(".class")
                                && !path.endsWith("module-info.class"))
                        .toList();
                ClassFile classFile = ClassFile.of(
                        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                        ClassFile.ClassHierarchyResolverOption.of(hierarchy(files)));
                for (Path path : classes) {
                    ClassModel old = classFile.parse(Files.readAllBytes(path));
                    if (old.majorVersion() < ClassFile.JAVA_6_VERSION) {
                        Files.write(path, classFile.transformClass(old, version()));
                    }
                }
            }
        }
    }

    /** All as it is, but each method's code written anew: stack maps are made only for code that is. */
    private static ClassTransform version() {
        return ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.latestMajorVersion(), 0))
                .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));
    }

    private static ClassHierarchyResolver hierarchy(FileSystem jar) {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc name) -> {
                    String descriptor = name.descriptorString();
                    Path path = jar.getPath("/" + descriptor.substring(1, descriptor.length() - 1) + ".class");
                    try {
                        return Files.exists(path) ? Files.newInputStream(path) : null;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElse(ClassHierarchyResolver.defaultResolver());
    }
}
