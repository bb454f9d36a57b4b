package org.tlsproxy.trust;

/** Where the files of keys and certificates are read from. */
public interface FileSource {

    /** Reads a whole file; never throws. The caller owns the bytes, and wipes them if there are keys among them. */
    Content read(String path);

    /** What came of it. */
    sealed interface Content { }

    /** The file. */
    record Bytes(byte[] bytes) implements Content { }

    /**
     * It could not be read.
     *
     * @param errno  of Linux, {@link #ENOENT} and others
     * @param reason the text that strerror(3) has for it
     */
    record Unreadable(int errno, String reason) implements Content { }

    int ENOENT = 2;
    int EIO = 5;
    int EACCES = 13;
    int ENOTDIR = 20;
    int EISDIR = 21;
    int EFBIG = 27;
    int ENAMETOOLONG = 36;
    int ELOOP = 40;
}
