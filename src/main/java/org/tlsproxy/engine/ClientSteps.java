package org.tlsproxy.engine;

import org.bouncycastle.tls.HandshakeType;

/**
 * Tells a witness of a client's handshake step by step, as OpenSSL's state machine goes through it: it says which state it leaves, and
 * once more where it is when a flight has been written.
 */
final class ClientSteps {

    private static final String DONE = "SSL negotiation finished successfully";
    private static final String CERTIFICATE = "SSLv3/TLS read server certificate";
    private static final String TICKET = "SSLv3/TLS read server session ticket";
    private static final String WRITE_CHANGE = "SSLv3/TLS write change cipher spec";

    private final Witness witness;
    private final OutgoingMessages outgoing = new OutgoingMessages();
    private String state = "before SSL initialization";
    private boolean writing;
    private boolean complete;
    private boolean late;
    private String afterwards = "";

    ClientSteps(Witness witness) {
        this.witness = witness;
    }

    /** Where the handshake is. */
    String last() {
        return state;
    }

    /** A message has come whole. @param judged what came before it has been judged: the library judges certificates late up to TLS 1.2 */
    void reading(int type, boolean judged) {
        late = state.equals(CERTIFICATE) && !judged;
        if (complete) {
            readingAfterwards(type);
            return;
        }
        switch (type) {
            case HandshakeType.server_hello -> read("SSLv3/TLS read server hello");
            case HandshakeType.encrypted_extensions -> read("TLSv1.3 read encrypted extensions");
            case HandshakeType.certificate -> read(CERTIFICATE);
            case HandshakeType.server_key_exchange -> read("SSLv3/TLS read server key exchange");
            case HandshakeType.certificate_request -> read("SSLv3/TLS read server certificate request");
            case HandshakeType.certificate_verify -> read("TLSv1.3 read server certificate verify");
            case HandshakeType.server_hello_done -> read("SSLv3/TLS read server done");
            case HandshakeType.new_session_ticket -> read(TICKET);
            case HandshakeType.finished -> read("SSLv3/TLS read finished");
            default -> { }
        }
    }

    /** TLS 1.3 goes through a handshake of one message each time. */
    private void readingAfterwards(int type) {
        if (type == HandshakeType.new_session_ticket || type == HandshakeType.key_update) {
            afterwards = type == HandshakeType.key_update ? "TLSv1.3 read server key update" : TICKET;
            witness.state(state);
            witness.state(state);
        }
    }

    /** The peer's ChangeCipherSpec, which is a step up to TLS 1.2 only. */
    void readChange() {
        if (!complete) {
            read("SSLv3/TLS read change cipher spec");
        }
    }

    private void read(String next) {
        flightEnds();
        if (late) {
            state = next;
        } else {
            enter(next);
        }
    }

    /** The message that came, and what came before it, were found good. */
    void read() {
        if (late) {
            late = false;
            witness.state(CERTIFICATE);
        }
        if (!afterwards.isEmpty()) {
            witness.state(afterwards);
            afterwards = "";
        }
    }

    private void enter(String next) {
        read();
        witness.state(state);
        state = next;
    }

    /** As {@link Witness#alert}. */
    void alert(boolean received, int level, int description) {
        read();
        witness.alert(received, level, description);
    }

    /** A record is about to go out. */
    void writing(int recordType, byte[] buf, int off, int len) {
        if (complete) {
            writingAfterwards(recordType, buf, off, len);
            return;
        }
        switch (outgoing.type(recordType, buf, off, len)) {
            case OutgoingMessages.CHANGE -> write(WRITE_CHANGE);
            case HandshakeType.client_hello -> write("SSLv3/TLS write client hello");
            case HandshakeType.certificate -> write("SSLv3/TLS write client certificate");
            case HandshakeType.client_key_exchange -> write("SSLv3/TLS write client key exchange");
            case HandshakeType.certificate_verify -> write("SSLv3/TLS write certificate verify");
            case HandshakeType.finished -> write("SSLv3/TLS write finished");
            default -> { }
        }
    }

    private void writingAfterwards(int recordType, byte[] buf, int off, int len) {
        if (outgoing.type(recordType, buf, off, len) == HandshakeType.key_update) {
            witness.state(state);
            witness.state("TLSv1.3 write client key update");
        }
    }

    private void write(String next) {
        writing = true;
        enter(next);
    }

    /** Nothing more is written before the server has answered. */
    void flightEnds() {
        if (writing && !complete) {
            writing = false;
            witness.state(state);
        }
    }

    /** The handshake is complete. */
    void complete() {
        witness.state(state);
        state = DONE;
        complete = true;
    }
}
