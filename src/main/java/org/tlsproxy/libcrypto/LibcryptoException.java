package org.tlsproxy.libcrypto;

/** The machine's libcrypto refused to do something that should have worked; the text is its own error queue. */
public final class LibcryptoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LibcryptoException(String message) {
        super(message);
    }
}
