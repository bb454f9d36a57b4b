package org.tlsproxy.pool;

/** The other end of a control channel sent what it must not. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
