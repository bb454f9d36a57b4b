package org.tlsproxy.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * Sessions of one client connection: the one that it tries to resume, and those that it is given for later. A session that cannot be
 * used is never an error: the handshake is a full one.
 */
final class ClientResumption {

    private static final int TLS13 = 0x0304;
    private static final int SESSION_ID = 32;
    /** RFC 8446 4.6.1: at most seven days. */
    private static final int MAX_LIFETIME = 604_800;
    /** RFC 5246 F.1.4: an upper limit of 24 hours, for servers that name none. */
    private static final int DEFAULT_LIFETIME = 86_400;
    /** Servers send one or two tickets; what more comes is not worth the work. */
    private static final int MAX_TICKETS = 4;

    private final WorkerCrypto crypto;
    private final ClientTarget target;
    private final LongSupplier clock;
    private Optional<ClientSession> offered = Optional.empty();
    private boolean accepted;
    private byte[] newTicket = TlsUtils.EMPTY_BYTES;
    private int newLifetime;
    private Optional<TlsSecret> master = Optional.empty();
    private int suite;
    private TlsFacts.PeerCredential server = TlsFacts.PeerCredential.ANONYMOUS;
    private int tickets;

    ClientResumption(PreparedClient prepared, ClientTarget target, LongSupplier clock) {
        this.crypto = prepared.crypto();
        this.target = target;
        this.clock = clock;
        long now = clock.getAsLong();
        offered = target.session().flatMap(ClientSession::decode).filter(s -> s.suits(prepared.offer(), now));
    }

    private Optional<ClientSession> offered(boolean tls13) {
        return offered.filter(session -> (session.version() == TLS13) == tls13);
    }

    /** The session that was resumed, once it is known that one was. */
    Optional<ClientSession> resumed() {
        return accepted ? offered : Optional.empty();
    }

    /** The server goes on with the offered session, or not. */
    void accepted(boolean resumes) {
        accepted = resumes;
    }

    // ---- TLS 1.2 and earlier

    /** The session to offer, in the library's form. */
    Optional<TlsSession> session12() throws IOException {
        Optional<ClientSession> session = offered(false);
        if (session.isEmpty()) {
            return Optional.empty();
        }
        // RFC 5077 3.4: with a ticket the id is ours to choose; the server echoes it to say that it took the ticket
        byte[] id = session.get().byTicket() ? crypto.createNonceGenerator(TlsUtils.EMPTY_BYTES).generateNonce(SESSION_ID)
            : session.get().handle().id();
        return Optional.of(ResumedSession.of(session.get(), id, crypto));
    }

    /** Content of the session ticket extension. */
    byte[] ticket12() {
        return offered(false).map(session -> session.handle().ticket()).orElse(TlsUtils.EMPTY_BYTES);
    }

    void newTicket12(NewSessionTicket ticket) {
        newTicket = ticket.getTicket();
        long hint = ticket.getTicketLifetimeHint() & 0xFFFFFFFFL;
        newLifetime = hint == 0 ? DEFAULT_LIFETIME : (int) Math.min(hint, MAX_LIFETIME);
    }

    /** The handshake is complete: hands out what may be resumed of it. @param shown by the server, now or in the resumed session */
    void complete12(SecurityParameters parameters, TlsFacts.PeerCredential shown) throws IOException {
        byte[] id = parameters.getSessionID();
        boolean renewed = newTicket.length > 0;
        if (!renewed && (accepted || id == null || id.length == 0)) {
            return;
        }
        int flags = (parameters.isExtendedMasterSecret() ? ClientSession.EXTENDED_MASTER_SECRET : 0)
            | (parameters.isEncryptThenMAC() ? ClientSession.ENCRYPT_THEN_MAC : 0);
        ClientSession.Handle handle = new ClientSession.Handle(renewed ? TlsUtils.EMPTY_BYTES : id, newTicket);
        byte[] secret = parameters.getMasterSecret().encrypt((buf, off, len) -> Arrays.copyOfRange(buf, off, off + len));
        deliver(new ClientSession(parameters.getNegotiatedVersion().getFullVersion(), parameters.getCipherSuite(), flags,
            new ClientSession.Validity(clock.getAsLong(), renewed ? newLifetime : DEFAULT_LIFETIME, 0), secret, handle, shown));
    }

    // ---- TLS 1.3

    /** The pre-shared key to offer. */
    Optional<TicketPsk> psk() {
        return offered(true).map(session -> new TicketPsk(session.handle().ticket(), crypto.resumptionPsk(session.secret()),
            TicketPsk.prfOf(session.suite())));
    }

    /** Writes the age of the offered ticket into the pre_shared_key extension, where the library has left a 0. */
    void setAge(byte[] extension) {
        Optional<ClientSession> session = offered(true);
        if (session.isPresent()) {
            int at = 2 + 2 + session.get().handle().ticket().length;
            TlsUtils.writeUint32(session.get().obfuscatedAge(clock.getAsLong()) & 0xFFFFFFFFL, extension, at);
        }
    }

    /** The handshake is complete. @param secret the resumption master secret @param shown as in {@link #complete12} */
    void complete13(TlsSecret secret, int negotiated, TlsFacts.PeerCredential shown) {
        master = Optional.of(secret);
        suite = negotiated;
        server = shown;
    }

    /** A NewSessionTicket (RFC 8446 4.6.1). */
    void newTicket13(ByteArrayInputStream message) throws IOException {
        long lifetime = TlsUtils.readUint32(message);
        int ageAdd = (int) TlsUtils.readUint32(message);
        byte[] nonce = TlsUtils.readOpaque8(message);
        byte[] ticket = TlsUtils.readOpaque16(message, 1);
        TlsUtils.readOpaque16(message);
        if (message.available() > 0) {
            throw new IOException("excess data");
        }
        if (lifetime == 0 || master.isEmpty()) {
            return;
        }
        int algorithm = TlsCryptoUtils.getHashForPRF(TicketPsk.prfOf(suite));
        byte[] psk = TlsCryptoUtils.hkdfExpandLabel(master.get(), algorithm, "resumption", nonce,
            TlsCryptoUtils.getHashOutputSize(algorithm)).extract();
        deliver(new ClientSession(TLS13, suite, 0,
            new ClientSession.Validity(clock.getAsLong(), (int) Math.min(lifetime, MAX_LIFETIME), ageAdd), psk,
            new ClientSession.Handle(TlsUtils.EMPTY_BYTES, ticket), server));
        if (++tickets >= MAX_TICKETS) {
            forgetMaster();
        }
    }

    // ---- both

    private void deliver(ClientSession session) {
        session.encode().ifPresent(target.newSession());
        Arrays.fill(session.secret(), (byte) 0);
    }

    /** The handshake is over, and with it the use of the offered session. */
    void forgetOffer() {
        offered.ifPresent(session -> Arrays.fill(session.secret(), (byte) 0));
        offered = Optional.empty();
        newTicket = TlsUtils.EMPTY_BYTES;
    }

    /** No more sessions are handed out. */
    void forgetMaster() {
        master.ifPresent(TlsSecret::destroy);
        master = Optional.empty();
        server = TlsFacts.PeerCredential.ANONYMOUS;
    }
}
