package org.tlsproxy.engine;

/** Told what happens in a connection, as it happens: for logs that want every step. Must not call back. */
public interface Witness {

    /** Wants to know nothing. */
    Witness NONE = new Witness() { };

    /** Ciphertext came. Only the range counts, and only now. */
    default void received(byte[] buf, int off, int len) { }

    /** Ciphertext goes out. */
    default void sent(byte[] buf, int off, int len) { }

    /** A server: the first ClientHello came. */
    default void offered(ClientHelloFacts hello) { }

    /** A server: the second ClientHello has another server name than the first one, which RFC 8446 4.1.2 forbids. */
    default void nameChanged(String first, String second) { }

    /** A step of the handshake is done. @param state in OpenSSL's words, e.g. {@code SSLv3/TLS read client hello} */
    default void state(String state) { }

    /** The handshake ends here. @param state where, {@code error} if for a reason that has a text of its own */
    default void broken(String state) { }

    /** An alert other than close_notify. @param received from the peer, @param level and description as on the wire */
    default void alert(boolean received, int level, int description) { }

    /** A server: a ticket was sealed for the client. */
    default void ticketIssued() { }

    /** A server: a ticket of ours was opened. @param ticket as the client brought it */
    default void ticketOpened(byte[] ticket) { }

    /** A server: a session (TLS 1.2 and before) that the client can name. @param hexId upper case, @param state to be given back for it */
    default void sessionMade(String hexId, byte[] state) { }
}
