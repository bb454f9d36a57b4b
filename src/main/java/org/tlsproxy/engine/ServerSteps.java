package org.tlsproxy.engine;

import org.bouncycastle.tls.HandshakeType;

/**
 * Tells a witness of a server's handshake step by step, as OpenSSL's state machine goes through it: a step that was read is done when
 * it has been judged, and after each flight the machine says once more where it was when it goes on.
 */
final class ServerSteps {

    private final Witness witness;
    private String last = "before SSL initialization";
    private String reading = "";
    private boolean turned = true;
    private final OutgoingMessages outgoing = new OutgoingMessages();
    private boolean tls13;

    ServerSteps(Witness witness) {
        this.witness = witness;
    }

    /** The handshake can begin. */
    void begin() {
        witness.state(last);
    }

    Witness witness() {
        return witness;
    }

    /** Where the handshake is. */
    String last() {
        return last;
    }

    /** A message has come whole. */
    void reading(int type) {
        if (turned) {
            turned = false;
            witness.state(last);
        }
        reading = switch (type) {
            case HandshakeType.client_hello -> "SSLv3/TLS read client hello";
            case HandshakeType.certificate -> "SSLv3/TLS read client certificate";
            case HandshakeType.client_key_exchange -> "SSLv3/TLS read client key exchange";
            case HandshakeType.certificate_verify -> "SSLv3/TLS read certificate verify";
            case HandshakeType.finished -> "SSLv3/TLS read finished";
            default -> "";
        };
    }

    /** The peer's ChangeCipherSpec, which is a step up to TLS 1.2 only. */
    void readChange() {
        reading(-1);
        done("SSLv3/TLS read change cipher spec");
    }

    /** The message that came was found good. */
    void read() {
        if (!reading.isEmpty()) {
            String step = reading;
            reading = "";
            done(step);
        }
    }

    /** A ticket was sealed, which is done when everything that came has been read. */
    void ticketIssued() {
        read();
        witness.ticketIssued();
    }

    private void done(String step) {
        last = step;
        witness.state(step);
    }

    /** A record is about to go out; a message starts a record of its own. */
    void writing(int recordType, byte[] buf, int off, int len) {
        read();
        switch (outgoing.type(recordType, buf, off, len)) {
            case OutgoingMessages.CHANGE -> written("SSLv3/TLS write change cipher spec");
            case HandshakeType.server_hello -> written("SSLv3/TLS write server hello");
            case HandshakeType.encrypted_extensions -> {
                tls13 = true;    // no other version has this message
                written("TLSv1.3 write encrypted extensions");
            }
            case HandshakeType.certificate_request -> written("SSLv3/TLS write certificate request");
            case HandshakeType.certificate -> written("SSLv3/TLS write certificate");
            case HandshakeType.certificate_verify -> written("TLSv1.3 write server certificate verify");
            case HandshakeType.server_key_exchange -> written("SSLv3/TLS write key exchange");
            case HandshakeType.server_hello_done -> written("SSLv3/TLS write server done");
            case HandshakeType.new_session_ticket -> written("SSLv3/TLS write session ticket");
            case HandshakeType.finished -> {
                written("SSLv3/TLS write finished");
                if (tls13) {
                    written("TLSv1.3 early data");
                }
            }
            default -> { }
        }
    }

    private void written(String step) {
        turned = true;
        done(step);
    }
}
