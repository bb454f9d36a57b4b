package org.tlsproxy.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The house keeps its walls: who imports whom, and which foreign library is let in by which door. */
class RoomsTest {

    private static final Path SOURCES = Path.of(System.getProperty("basedir", "."), "src/main/java/org/tlsproxy");

    private static final JavaClasses HOUSE = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("org.tlsproxy");

    static Stream<Room> rooms() {
        return Room.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void shouldImportOnlyTheRoomsItsTableRowNames(Room room) {
        String[] forbidden = Room.ALL.stream()
            .filter(other -> !other.equals(room) && !room.imports().contains(other.name()))
            .map(Room::packages)
            .toArray(String[]::new);

        noClasses().that().resideInAPackage(room.packages())
            .should().dependOnClassesThat().resideInAnyPackage(forbidden)
            .allowEmptyShould(true)
            .check(HOUSE);
    }

    @Test
    void shouldPutEveryClassIntoOneOfTheRooms() {
        String[] known = rooms().map(room -> "org.tlsproxy." + room.name()).toArray(String[]::new);

        classes().should().resideInAnyPackage(known).check(HOUSE);
    }

    @Test
    void shouldHangASignOnEveryDoor() throws IOException {
        try (Stream<Path> doors = Files.list(SOURCES)) {
            assertThat(doors).isNotEmpty().allSatisfy(door -> assertThat(door.resolve("package-info.java")).exists());
        }
    }

    @Test
    void shouldNameOnlyRoomsThatTheTableHas() {
        assertThat(rooms().flatMap(room -> room.imports().stream()))
            .isSubsetOf(rooms().map(Room::name).toList())
            .doesNotContainAnyElementsOf(Room.MAINS);
    }

    @Test
    void shouldHaveNoCirclesBetweenRooms() {
        slices().matching("org.tlsproxy.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @ParameterizedTest
    @CsvSource({
        "org.bouncycastle.., engine|crypto|trust",
        "org.apache.commons.., config",
        "jnr.., posix",
        "com.kenai.., posix",
        "sun.., posix",
        "jdk.internal.., nobody",
        "javax.net.ssl.., nobody",
    })
    void shouldLetAForeignLibraryInByItsDoorsOnly(String library, String doors) {
        String[] allowed = Stream.of(doors.split("\\|")).map(door -> "org.tlsproxy." + door + "..").toArray(String[]::new);

        noClasses().that().resideOutsideOfPackages(allowed)
            .should().dependOnClassesThat().resideInAPackage(library)
            .check(HOUSE);
    }

    @Test
    void shouldComputeWithoutFilesSocketsThreadsOrClocksInPureRooms() {
        String[] pure = Room.PURE.stream().map(name -> "org.tlsproxy." + name + "..").toArray(String[]::new);

        noClasses().that().resideInAnyPackage(pure)
            .should().dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent..")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread")
            .orShould().dependOnClassesThat().haveNameMatching("java\\.io\\.File.*")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .allowEmptyShould(true)
            .check(HOUSE);
    }
}
