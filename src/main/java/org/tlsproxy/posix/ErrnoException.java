package org.tlsproxy.posix;

/** A system call failed where the caller cannot shrug it off. */
public final class ErrnoException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /** @param what the call and its object, e.g. {@code connect private/tlsmgr} */
    public ErrnoException(String what, int errno) {
        super(what + ": " + Errno.text(errno));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /** The C library's text alone. */
    public String strerror() {
        return Errno.text(errno);
    }
}
