package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Vector;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * Tickets of one server connection: which one the client brought and whether it may resume, and the one that it gets to keep.
 * A ticket that cannot be used is never an error: the handshake is a full one.
 */
final class Resumption {

    /** RFC 8446 4.6.1: at most seven days. */
    private static final int MAX_LIFETIME = 604_800;
    /** Clients offer one or two; each costs a decryption. */
    private static final int MAX_IDENTITIES = 8;
    private static final byte[] NONCE = {0};

    private final ServerProfile.Resumption policy;
    private final WorkerCrypto crypto;
    private final TicketKeys keys;
    private final LongSupplier clock;
    private final ServerSteps steps;
    private Optional<Ticket> accepted = Optional.empty();
    private Optional<byte[]> remembered = Optional.empty();

    Resumption(PreparedProfile prepared, TicketKeys keys, LongSupplier clock, ServerSteps steps) {
        this.policy = prepared.profile().resumption();
        this.crypto = prepared.crypto();
        this.keys = keys;
        this.clock = clock;
        this.steps = steps;
    }

    /** True if sessions up to TLS 1.2 can be resumed by their ids. */
    boolean sessionIdsEnabled() {
        return policy.sessionIds();
    }

    /** What was stored for the id that the client names. */
    void remember(byte[] state) {
        remembered = Optional.of(state);
    }

    /** The session that the client names, if it may be resumed. */
    Optional<Ticket> named(ServerChoice choice, String serverName) {
        accepted = remembered.flatMap(Ticket::decode).filter(session -> isGood(session, serverName) && resumes(session, choice));
        return accepted;
    }

    /** True if the session that is resumed was named by its id. */
    boolean wasNamed() {
        return remembered.isPresent();
    }

    boolean ticketsEnabled() {
        return policy.tickets();
    }

    /** The ticket that this handshake resumes by. */
    Optional<Ticket> accepted() {
        return accepted;
    }

    /** Drops the ticket. */
    void forget() {
        accepted = Optional.empty();
        remembered.ifPresent(state -> Arrays.fill(state, (byte) 0));
        remembered = Optional.empty();
    }

    /** A usable TLS 1.2 (or earlier) ticket. @param sealed the extension's content */
    Optional<Ticket> session(byte[] sealed, ServerChoice choice, String serverName) {
        accepted = open(sealed, serverName).filter(ticket -> resumes(ticket, choice));
        return accepted;
    }

    private static boolean resumes(Ticket ticket, ServerChoice choice) {
        ClientHelloFacts hello = choice.hello();
        return ticket.version() == choice.version().getFullVersion() && ClientHelloFacts.has(hello.suites(), ticket.suite())
            && choice.isEnabled(ticket.suite()) && !hello.features().maxFragmentLength()
            && ticket.has(Ticket.ENCRYPT_THEN_MAC) == (hello.features().encryptThenMac() && isBlockSuite(ticket.suite()));
    }

    private static boolean isBlockSuite(int suite) {
        try {
            return TlsUtils.isBlockCipherSuite(suite);
        } catch (IOException e) {
            return false;    // a suite that the library does not know cannot be resumed by a block cipher's rules
        }
    }

    /** The first identity that is a usable TLS 1.3 ticket. @param suite the suite that this handshake will have */
    Optional<TicketPsk> psk(Vector<PskIdentity> identities, int suite, String serverName) {
        accepted = Optional.empty();
        int count = Math.min(identities.size(), MAX_IDENTITIES);
        for (int i = 0; policy.tickets() && i < count; i++) {
            byte[] identity = identities.get(i).getIdentity();
            Optional<Ticket> ticket = open(identity, serverName);
            if (ticket.isPresent() && ticket.get().version() == 0x0304
                && TicketPsk.prfOf(ticket.get().suite()) == TicketPsk.prfOf(suite)) {
                accepted = ticket;
                identities.set(i, new PskIdentity(identity, 0L));    // the library looks the identity up with age 0
                return Optional.of(new TicketPsk(identity, crypto.resumptionPsk(ticket.get().secret().clone()),
                    TicketPsk.prfOf(suite)));
            }
        }
        return Optional.empty();
    }

    private Optional<Ticket> open(byte[] sealed, String serverName) {
        if (!policy.tickets() || sealed.length == 0) {
            return Optional.empty();
        }
        Optional<byte[]> state = keys.open(sealed);
        if (state.isPresent()) {
            steps.witness().ticketOpened(sealed);
        }
        return state.flatMap(Ticket::decode).filter(ticket -> isGood(ticket, serverName));
    }

    private boolean isGood(Ticket ticket, String serverName) {
        return ticket.isAlive(clock.getAsLong()) && ticket.serverName().equals(serverName);
    }

    /** The ticket to send in a TLS 1.2 (or earlier) handshake; RFC 5077 3.3: an empty one if there is none. */
    NewSessionTicket ticket12(SecurityParameters parameters, String serverName, TlsFacts.PeerCredential client) throws IOException {
        Optional<byte[]> sealed = seal(session(parameters, serverName, client));
        return sealed.isPresent() ? new NewSessionTicket(lifetime(), sealed.get()) : new NewSessionTicket(0, TlsUtils.EMPTY_BYTES);
    }

    /** A session up to TLS 1.2, to be stored under its id. Empty if it is too large for that. */
    Optional<byte[]> state(SecurityParameters parameters, String serverName, TlsFacts.PeerCredential client) throws IOException {
        Ticket session = session(parameters, serverName, client);
        Optional<byte[]> state = session.encode();
        Arrays.fill(session.secret(), (byte) 0);
        return state;
    }

    private Ticket session(SecurityParameters parameters, String serverName, TlsFacts.PeerCredential client) throws IOException {
        int flags = (parameters.isExtendedMasterSecret() ? Ticket.EXTENDED_MASTER_SECRET : 0)
            | (parameters.isEncryptThenMAC() ? Ticket.ENCRYPT_THEN_MAC : 0);
        byte[] master = bytes(parameters.getMasterSecret());
        return new Ticket(parameters.getNegotiatedVersion().getFullVersion(), parameters.getCipherSuite(), flags, clock.getAsLong(),
            lifetime(), master, serverName, client);
    }

    /** The ticket to send after a TLS 1.3 handshake. @param master the resumption master secret */
    Optional<NewSessionTicket> ticket13(TlsSecret master, int suite, String serverName, TlsFacts.PeerCredential client) throws IOException {
        int algorithm = TlsCryptoUtils.getHashForPRF(TicketPsk.prfOf(suite));
        byte[] psk = TlsCryptoUtils.hkdfExpandLabel(master, algorithm, "resumption", NONCE,
            TlsCryptoUtils.getHashOutputSize(algorithm)).extract();
        long ageAdd = crypto.getSecureRandom().nextInt() & 0xFFFFFFFFL;
        Ticket ticket = new Ticket(0x0304, suite, 0, clock.getAsLong(), lifetime(), psk, serverName, client);
        return seal(ticket).map(sealed -> new Tls13Ticket(lifetime(), ageAdd, NONCE, sealed));
    }

    private Optional<byte[]> seal(Ticket ticket) {
        Optional<byte[]> state = ticket.encode();
        Arrays.fill(ticket.secret(), (byte) 0);
        Optional<byte[]> sealed = state.flatMap(keys::seal);
        state.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        if (sealed.isPresent()) {
            steps.ticketIssued();
        }
        return sealed;
    }

    private static byte[] bytes(TlsSecret secret) throws IOException {
        return secret.encrypt((buf, off, len) -> Arrays.copyOfRange(buf, off, off + len));
    }

    private int lifetime() {
        return Math.min(policy.lifetimeSeconds(), MAX_LIFETIME);
    }
}
