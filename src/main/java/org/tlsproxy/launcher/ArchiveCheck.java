package org.tlsproxy.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tlsproxy.log.OwnMessages;

/**
 * Whether a JVM uses its class archive. A JVM that finds its archive stale (after an update of Java, a change of flags, a move of the tree)
 * goes on without and says nothing: it only starts slower. So the kernel is asked whether the file is mapped.
 */
final class ArchiveCheck {

    private ArchiveCheck() { }

    /**
     * @param pid     of the JVM
     * @param archive the file, or a JVM flag that ends in it; empty if none was found for this JVM
     * @param role    launcher or worker
     * @return the line for the log if it is not used
     */
    static Optional<String> complaint(int pid, String archive, String role) {
        if (archive.isEmpty()) {
            return Optional.of(OwnMessages.noArchive(role));
        }
        String file = archive.substring(archive.indexOf('=') + 1);
        try {
            String maps = Files.readString(Path.of("/proc/" + pid + "/maps"), StandardCharsets.ISO_8859_1);
            return maps.contains(file) ? Optional.empty() : Optional.of(OwnMessages.archiveNotMapped(file));
        } catch (IOException e) {
            return Optional.empty();    // the process has ended: nothing to say about its start any more
        }
    }
}
