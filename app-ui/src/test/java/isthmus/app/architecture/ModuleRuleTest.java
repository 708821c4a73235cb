package isthmus.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of CONTRIBUTING.md: app-ui to shim-linux to libos-core, platforms to libos-core, and no others. */
class ModuleRuleTest {
    private static final String APP = "isthmus.app..";
    private static final String LINUX = "isthmus.linux..";
    private static final String CORE = "isthmus.core..";
    private static final String PLATFORMS = "isthmus.platform..";

    private static JavaClasses classes;

    @BeforeAll
    static void importAll() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("isthmus");
        for (String module : List.of("isthmus.app", "isthmus.linux", "isthmus.core")) {
            assertFalse(classes.that(inside(module)).isEmpty(), "no class of " + module + " was read");
        }
    }

    @Test
    void theCoreStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(APP, LINUX, PLATFORMS)
                .check(classes);
    }

    @Test
    void theShimSeesNeitherPlatformNorApplication() {
        noClasses()
                .that()
                .resideInAPackage(LINUX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(APP, PLATFORMS)
                .check(classes);
    }

    @Test
    void aPlatformSeesTheCoreOnly() {
        noClasses()
                .that()
                .resideInAPackage(PLATFORMS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(APP, LINUX)
                .allowEmptyShould(true)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("isthmus.platform.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("isthmus.platform.windows..")
                .allowEmptyShould(true)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("isthmus.platform.windows..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("isthmus.platform.linux..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void theApplicationFindsItsPlatformByServiceLoaderOnly() {
        noClasses()
                .that()
                .resideInAPackage(APP)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PLATFORMS)
                .check(classes);
    }

    @Test
    void theEngineKnowsNoWindow() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE, LINUX, PLATFORMS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "java.awt..", "javax.swing..")
                .check(classes);
    }

    @Test
    void coreAndShimReachNoHostByNativeCalls() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE, LINUX, APP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..", "java.lang.foreign..")
                .check(classes);
    }

    /** Nothing else tells the core of which kind the host is: {@code HostFiles} and {@code HostNames} choose once, by this. */
    @Test
    void whatHostFilesHaveIsAskedInTwoPlaces() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE, LINUX)
                .and()
                .doNotHaveSimpleName("HostFiles")
                .and()
                .doNotHaveSimpleName("HostNames")
                .should()
                .callMethod(FileSystem.class, "supportedFileAttributeViews")
                .orShould()
                .callMethod(FileSystem.class, "getSeparator")
                .orShould()
                .accessField(File.class, "separator")
                .orShould()
                .accessField(File.class, "separatorChar")
                .check(classes);
    }

    /** These parts also run, downgraded, on JDK 11; the downgrader has no stand-in for the following. */
    @Test
    void whatRunsOnWindowsKeepsToClassesThatCanBeDowngraded() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE, LINUX, "isthmus.platform.windows..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.stream.Gatherers")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.stream.Gatherer")
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .orShould()
                .callMethod(Executors.class, "newVirtualThreadPerTaskExecutor")
                .check(classes);
    }

    private static DescribedPredicate<JavaClass> inside(String prefix) {
        return DescribedPredicate.describe(
                "in " + prefix, c -> c.getPackageName().startsWith(prefix));
    }
}
