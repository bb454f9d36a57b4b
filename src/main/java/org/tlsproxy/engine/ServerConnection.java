package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.bouncycastle.tls.TlsFatalAlert;
import org.tlsproxy.crypto.SkippingCipher;

/** The server's end of one TLS connection. */
final class ServerConnection extends Connection implements ServerEvents {

    /** What a client may send while a lookup keeps its ClientHello waiting; more than any flight that could follow. */
    private static final int MAX_DEFERRED = 32 * 1024;
    private static final byte[] NOTHING = {};
    private static final int TLS13 = 0x0304;

    /** What all connections of a worker share. @param clock seconds since 1970 */
    record Worker(ChainCache chains, TicketKeys ticketKeys, LongSupplier clock, ByteQueueInputStream unused) { }

    /** @param judge judges certificates, @param witness is told what happens */
    record Watchers(PeerJudge judge, Witness witness) { }

    private final PreparedProfile prepared;
    private final Worker worker;
    private final ServerSteps steps;
    private ServerPeer peer;
    private ServerProtocol protocol;

    private Optional<ClientHelloFacts> hello = Optional.empty();
    private byte[] deferred = NOTHING;
    private Optional<Question> question = Optional.empty();

    ServerConnection(PreparedProfile prepared, Worker worker, Watchers watchers, Output output) throws IOException {
        super(prepared.crypto(), watchers.witness(), output);
        this.prepared = prepared;
        this.worker = worker;
        this.steps = new ServerSteps(watchers.witness());
        Resumption resumption = new Resumption(prepared, worker.ticketKeys(), worker.clock(), steps);
        this.peer = new ServerPeer(prepared, resumption, watchers.judge(), this::handshakeComplete);
        this.protocol = new ServerProtocol(peer, steps, worker.unused(), new ServerProtocol.Ends(outflow(), this));
        protocol.accept(peer);
    }

    @Override
    String step() {
        return steps.last();
    }

    @Override
    EngineProtocol protocol() {
        return protocol;
    }

    @Override
    void release() {
        deferred = NOTHING;
        protocol = null;
        peer = null;
    }

    // ---- the port

    @Override
    public Phase start() {
        steps.begin();
        return phase();
    }

    @Override
    public Phase receive(byte[] buf, int off, int len) {
        if (phase() == Phase.SUSPENDED) {
            defer(buf, off, len);
            return phase();
        }
        return super.receive(buf, off, len);
    }

    @Override
    void consumed(byte[] buf, int off, int len, int used) {
        if (phase() == Phase.SUSPENDED) {
            defer(buf, off + used, len - used);
        }
    }

    @Override
    public Optional<Question> question() {
        return phase() == Phase.SUSPENDED ? question : Optional.empty();
    }

    @Override
    public Phase answer(Question.Answer answer) {
        if (phase() != Phase.SUSPENDED) {
            throw new IllegalStateException("no question is open");
        }
        phase(Phase.HANDSHAKING);
        takeOver();
        try {
            if (take(answer)) {
                byte[] waiting = deferred;
                deferred = NOTHING;
                protocol.resumeHello();
                super.receive(waiting, 0, waiting.length);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
        return phase();
    }

    /** What comes out when TLS 1.2 is done is our Finished, and urgent; the server of TLS 1.3 has sent its own long before. */
    @Override
    public boolean answerDue() {
        return phase() == Phase.OPEN && delivered() && peer.version() == TLS13;
    }

    @Override
    public Optional<ClientHelloFacts> offered() {
        return hello;
    }

    // ---- records

    @Override
    public int size(byte[] buf, int off) throws Refusal {
        return started() ? RecordHeaders.next(buf, off, peer.version()) : RecordHeaders.first(buf, off);
    }

    @Override
    void offer(byte[] buf, int off, int len) throws IOException {
        if (mayWait()) {
            // a ClientHello that has to wait for a lookup is parsed again from these bytes, which must then still be there
            protocol.offerInput(Arrays.copyOfRange(buf, off, off + len), 0, len);
        } else if (!protocol.skips(recordType(), len)) {
            give(buf, off, len);
        }
    }

    private void give(byte[] buf, int off, int len) throws IOException {
        try {
            protocol.offerInput(buf, off, len);
        } catch (TlsFatalAlert e) {
            // the first cipher made is the one of the client's handshake messages
            if (!protocol.skips(e, len) || !(firstCipher().orElse(null) instanceof SkippingCipher cipher)) {
                throw e;
            }
            cipher.skip();
        }
    }

    private boolean mayWait() {
        return hello.isEmpty() && phase() == Phase.HANDSHAKING
            && (prepared.options().sniMaps() || prepared.profile().resumption().sessionIds());
    }

    private void defer(byte[] buf, int off, int len) {
        if (deferred.length + len > MAX_DEFERRED) {
            fail(Refusal.with(AlertDescription.unexpected_message, Failures.UNEXPECTED_MESSAGE));
            return;
        }
        int at = deferred.length;
        deferred = Arrays.copyOf(deferred, at + len);
        System.arraycopy(buf, off, deferred, at, len);
    }

    // ---- events

    @Override
    public boolean clientHello(ClientHelloFacts facts) throws Refusal {
        hello = Optional.of(facts);
        steps.witness().offered(facts);
        if (prepared.options().sniMaps() && facts.validServerName().isPresent()) {
            ask(new Question.ServerName(facts.validServerName().get()));
            return false;
        }
        peer.decide(facts, prepared.identities(), "");
        return !asksForSession();
    }

    private void ask(Question open) {
        question = Optional.of(open);
        phase(Phase.SUSPENDED);
    }

    /** OpenSSL looks for a session by its id when the client has brought no ticket. */
    private boolean asksForSession() {
        Optional<String> id = peer.sessionToLookUp();
        id.ifPresent(hex -> ask(new Question.SessionById(hex)));
        return id.isPresent();
    }

    /** @return false if there is one more question */
    private boolean take(Question.Answer answer) throws Refusal {
        if (question.orElseThrow() instanceof Question.SessionById) {
            if (answer instanceof Question.Data found) {
                peer.remember(found.value());
            }
            return true;
        }
        decide(answer);
        return !asksForSession();
    }

    private void decide(Question.Answer answer) throws Refusal {
        ClientHelloFacts offer = hello.orElseThrow();
        if (answer instanceof Question.Chains found && found.chains().isPresent()) {
            peer.decide(offer, identities(found.chains().get()), offer.serverName().orElse(""));
        } else if (answer instanceof Question.NotFound) {
            peer.decide(offer, prepared.identities(), "");
        } else {
            throw Refusal.with(AlertDescription.internal_error, Failures.CALLBACK_FAILED);
        }
    }

    private ServerIdentities identities(KeyChains chains) throws Refusal {
        try {
            return worker.chains().identities(chains);
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.with(AlertDescription.internal_error, Failures.CALLBACK_FAILED);    // a key or certificate that is none
        }
    }

    private void handshakeComplete() throws IOException {
        open(peer.facts());
        peer.tellSession(steps.witness());
        hello = Optional.empty();
    }

    @Override
    void fail(Exception cause) {
        deferred = NOTHING;
        super.fail(cause);
    }

    @Override
    int alertVersion() {
        return hello.isPresent() ? Math.min(hello.get().legacyVersion(), 0x0303) : 0x0303;
    }
}
