package org.tlsproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which tlsproxy is being tested: the product built in this tree or, with {@code -Dtlsproxy.service=PATH}, any other executable,
 * the distribution's C program above all.
 */
final class ServiceUnderTest {

    private static final Path DAEMONS = Path.of(Command.mustRun("postconf", "-dh", "daemon_directory").output().strip());
    private static final String MAIL_VERSION = Command.mustRun("postconf", "-dh", "mail_version").output().strip();

    private ServiceUnderTest() { }

    /** The executable that master(8) is to run as tlsproxy. */
    static Path executable() {
        Path basedir = Path.of(System.getProperty("basedir", "."));
        Path standard = basedir.resolve("target/tlsproxy-java/sbin/tlsproxy-java");
        Path path = Path.of(System.getProperty("tlsproxy.service", standard.toString())).toAbsolutePath();
        if (!Files.isExecutable(path)) {
            throw new AssertionError(path + ": no such executable; build it, or name one with -Dtlsproxy.service=PATH");
        }
        return path;
    }

    /** The distribution's own tlsproxy(8), to compare with. */
    static Path reference() {
        return DAEMONS.resolve("tlsproxy");
    }

    /** The directory of the distribution's Postfix daemons. */
    static Path daemons() {
        return DAEMONS;
    }

    /** True if the executable is the C program itself. */
    static boolean isReference() {
        try {
            return Files.mismatch(executable(), reference()) == -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True if the installed Postfix is of this release or newer, for example {@code mailVersionAtLeast(3, 6)}. */
    static boolean mailVersionAtLeast(int major, int minor) {
        String[] parts = MAIL_VERSION.split("[.-]");
        int installed = Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
        return installed >= major * 1000 + minor;
    }
}
