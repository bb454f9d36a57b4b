package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.crypto.TlsCrypto;

/** A session up to TLS 1.2 that comes from a ticket, in the form in which the library resumes sessions. */
final class ResumedSession implements TlsSession {

    private final byte[] id;
    private final SessionParameters parameters;
    private boolean resumable = true;

    private ResumedSession(byte[] id, SessionParameters parameters) {
        this.id = id;
        this.parameters = parameters;
    }

    /** @param id what the client sent: it is echoed to say that the ticket was accepted (RFC 5077 3.4) */
    static ResumedSession of(Ticket ticket, byte[] id, TlsCrypto crypto) throws IOException {
        return new ResumedSession(id, parameters(ticket.version(), ticket.has(Ticket.ENCRYPT_THEN_MAC))
            .setCipherSuite(ticket.suite())
            .setExtendedMasterSecret(ticket.has(Ticket.EXTENDED_MASTER_SECRET))
            .setMasterSecret(crypto.createSecret(ticket.secret()))
            .build());
    }

    /** @param id by which the server knows the session, or any that is new to it beside a ticket */
    static ResumedSession of(ClientSession session, byte[] id, TlsCrypto crypto) throws IOException {
        return new ResumedSession(id, parameters(session.version(), session.has(ClientSession.ENCRYPT_THEN_MAC))
            .setCipherSuite(session.suite())
            .setExtendedMasterSecret(session.has(ClientSession.EXTENDED_MASTER_SECRET))
            .setMasterSecret(crypto.createSecret(session.secret()))
            .build());
    }

    private static SessionParameters.Builder parameters(int version, boolean encryptThenMac) throws IOException {
        Hashtable<Integer, byte[]> extensions = new Hashtable<>();
        if (encryptThenMac) {
            TlsExtensionsUtils.addEncryptThenMACExtension(extensions);
        }
        return new SessionParameters.Builder()
            .setNegotiatedVersion(ProtocolVersion.get(version >>> 8, version & 0xFF))
            .setServerExtensions(extensions);
    }

    @Override
    public SessionParameters exportSessionParameters() {
        return parameters;
    }

    @Override
    public byte[] getSessionID() {
        return id;
    }

    @Override
    public void invalidate() {
        resumable = false;
    }

    @Override
    public boolean isResumable() {
        return resumable;
    }
}
