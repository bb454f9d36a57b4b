package org.tlsproxy.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads key and certificate files from disk; relative names are meant from a base directory, as Postfix's are from its queue directory. */
public final class DiskFiles implements FileSource {

    /** The largest bundle of authorities in use is below 1 MB; a mistyped name must not fill the memory. */
    static final int LIMIT = 16 << 20;

    private static final int CHUNK = 8_192;

    private final Path base;

    /** @param base where relative names start */
    public DiskFiles(Path base) {
        this.base = base;
    }

    @Override
    public Content read(String path) {
        try {
            Path file = base.resolve(path);
            if (path.isEmpty()) {
                return new Unreadable(ENOENT, "No such file or directory");
            }
            if (Files.isDirectory(file)) {
                return new Unreadable(EISDIR, "Is a directory");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return drain(in);
            }
        } catch (IOException e) {
            return unreadable(e);
        } catch (InvalidPathException e) {
            return new Unreadable(ENOENT, "No such file or directory");
        }
    }

    /** Not InputStream.readAllBytes, which leaves copies of keys behind. */
    private static Content drain(InputStream in) throws IOException {
        byte[] buffer = new byte[CHUNK];
        int count = 0;
        try {
            int got = in.read(buffer, 0, buffer.length);
            while (got > 0 && count + got <= LIMIT) {
                count += got;
                if (count == buffer.length) {
                    byte[] larger = Arrays.copyOf(buffer, count * 2);
                    Arrays.fill(buffer, (byte) 0);
                    buffer = larger;
                }
                got = in.read(buffer, count, buffer.length - count);
            }
            return got > 0 ? new Unreadable(EFBIG, "File too large") : new Bytes(Arrays.copyOf(buffer, count));
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private static Unreadable unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return new Unreadable(ENOENT, "No such file or directory");
        }
        if (e instanceof AccessDeniedException) {
            return new Unreadable(EACCES, "Permission denied");
        }
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : "Input/output error";
        if (reason.startsWith("Too many levels of symbolic links")) {
            return new Unreadable(ELOOP, "Too many levels of symbolic links");
        }
        return new Unreadable(errno(reason), reason);
    }

    /** The JDK hands strerror's text through where it has no exception of its own. */
    private static int errno(String reason) {
        return switch (reason) {
            case "Is a directory" -> EISDIR;
            case "Not a directory" -> ENOTDIR;
            case "File name too long" -> ENAMETOOLONG;
            default -> EIO;
        };
    }
}
