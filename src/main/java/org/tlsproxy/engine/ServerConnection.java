package org.tlsproxy.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.bouncycastle.tls.ContentType;
import org.tlsproxy.crypto.PlaintextSink;

/**
 * The server's end of one TLS connection. Input may be decrypted in place: what {@link #receive} was given is scrap afterwards.
 * The sinks must not call back into the connection.
 */
final class ServerConnection implements TlsConnection, PlaintextSink, ProtocolEvents, RecordCutter.Records {

    /** What a client may send while a lookup keeps its ClientHello waiting; more than any flight that could follow. */
    private static final int MAX_DEFERRED = 32 * 1024;
    private static final byte[] NOTHING = {};

    /** What all connections of a worker share. @param clock seconds since 1970 */
    record Worker(ChainCache chains, TicketKeys ticketKeys, LongSupplier clock, ByteQueueInputStream unused) { }

    private final PreparedProfile prepared;
    private final Worker worker;
    private final Output output;
    private final Outflow outflow;
    private final RecordCutter cutter = new RecordCutter();
    private ServerPeer peer;
    private ServerProtocol protocol;

    private final List<Destroyable> ciphers = new ArrayList<>(2);

    private Phase phase = Phase.HANDSHAKING;
    private boolean started;
    private boolean closeSent;
    private boolean delivered;
    private byte recordType;
    private Optional<ClientHelloFacts> hello = Optional.empty();
    private byte[] deferred = NOTHING;
    private Optional<TlsFacts> facts = Optional.empty();
    private Optional<TlsFailure> failure = Optional.empty();

    ServerConnection(PreparedProfile prepared, Worker worker, PeerJudge judge, Output output) throws IOException {
        this.prepared = prepared;
        this.worker = worker;
        this.output = output;
        this.outflow = new Outflow(output.ciphertext());
        this.peer = new ServerPeer(prepared, new Resumption(prepared, worker.ticketKeys(), worker.clock()), judge,
            this::handshakeComplete);
        this.protocol = new ServerProtocol(peer, worker.unused(), outflow, this);
        protocol.accept(peer);
    }

    // ---- the port

    @Override
    public Phase start() {
        return phase;
    }

    @Override
    public Phase receive(byte[] buf, int off, int len) {
        if (phase == Phase.SUSPENDED) {
            defer(buf, off, len);
        } else if (wanted()) {
            takeOver();
            try {
                int consumed = cutter.feed(buf, off, len, this);
                if (phase == Phase.SUSPENDED) {
                    defer(buf, off + consumed, len - consumed);
                }
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }
        return phase;
    }

    @Override
    public Phase receiveEof() {
        if (phase == Phase.OPEN) {
            phase = Phase.PEER_CLOSED;
        } else if (phase == Phase.HANDSHAKING || phase == Phase.SUSPENDED) {
            phase = Phase.FAILED;
        }
        cutter.forget();
        return phase;
    }

    @Override
    public Phase send(byte[] buf, int off, int len) {
        if (phase != Phase.OPEN && phase != Phase.PEER_CLOSED) {
            throw new IllegalStateException("cannot send in phase " + phase);
        }
        try {
            protocol.writeApplicationData(buf, off, len);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
        return phase;
    }

    @Override
    public Phase close() {
        if (phase == Phase.FAILED || phase == Phase.CLOSED) {
            return phase;
        }
        boolean open = phase == Phase.OPEN || phase == Phase.PEER_CLOSED;
        phase = Phase.CLOSED;
        if (open && !closeSent) {
            closeSent = true;
            try {
                protocol.sendCloseNotify();
            } catch (IOException | RuntimeException e) {
                outflow.mute();    // the connection ends here either way; the peer sees a bare end of file
            }
        }
        return phase;
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public Optional<Question> question() {
        return phase == Phase.SUSPENDED
            ? hello.flatMap(ClientHelloFacts::validServerName).map(Question.ServerName::new) : Optional.empty();
    }

    @Override
    public Phase answer(Question.Answer answer) {
        if (phase != Phase.SUSPENDED) {
            throw new IllegalStateException("no question is open");
        }
        byte[] waiting = deferred;
        deferred = NOTHING;
        phase = Phase.HANDSHAKING;
        takeOver();
        try {
            decide(answer);
            protocol.resumeHello();
            receive(waiting, 0, waiting.length);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
        return phase;
    }

    @Override
    public Optional<TlsFacts> facts() {
        return facts;
    }

    @Override
    public Optional<TlsFailure> failure() {
        return failure;
    }

    @Override
    public Optional<ClientHelloFacts> offered() {
        return hello;
    }

    @Override
    public void destroy() {
        outflow.mute();
        if (phase != Phase.FAILED) {
            phase = Phase.CLOSED;
        }
        cutter.forget();
        deferred = NOTHING;
        wipe(0);
        if (protocol != null) {
            protocol.forgetSecrets();
        }
        protocol = null;
        peer = null;
    }

    /** The worker's cryptography serves this connection now. */
    private void takeOver() {
        prepared.crypto().plaintextSink(this);
        if (phase == Phase.HANDSHAKING) {
            prepared.crypto().cipherOwner(ciphers::add);
        }
    }

    /** Wipes the record keys of all but the last ciphers that were made. */
    private void wipe(int keep) {
        while (ciphers.size() > keep) {
            try {
                ciphers.remove(0).destroy();
            } catch (DestroyFailedException e) {
                throw new IllegalStateException(e);    // ours never refuse
            }
        }
    }

    // ---- records

    @Override
    public boolean wanted() {
        return phase == Phase.HANDSHAKING || phase == Phase.OPEN;
    }

    @Override
    public int size(byte[] buf, int off) throws Refusal {
        return started ? RecordHeaders.next(buf, off, peer.version()) : RecordHeaders.first(buf, off);
    }

    @Override
    public void record(byte[] buf, int off, int len) throws IOException {
        started = true;
        recordType = buf[off];
        if (len == RecordCutter.HEADER && phase == Phase.HANDSHAKING) {
            protocol.noteEmptyRecord();
            return;
        }
        delivered = false;
        if (mayWait()) {
            // a ClientHello that has to wait for a lookup is parsed again from these bytes, which must then still be there
            protocol.offerInput(Arrays.copyOfRange(buf, off, off + len), 0, len);
        } else {
            protocol.offerInput(buf, off, len);
        }
    }

    private boolean mayWait() {
        return hello.isEmpty() && phase == Phase.HANDSHAKING && prepared.options().sniMaps();
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
        if (prepared.options().sniMaps() && facts.validServerName().isPresent()) {
            phase = Phase.SUSPENDED;
            return false;
        }
        peer.decide(facts, prepared.identities(), "");
        return true;
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

    private void handshakeComplete() {
        facts = Optional.of(peer.facts());
        hello = Optional.empty();
        wipe(1);
        phase = Phase.OPEN;
    }

    /** A cipher that delivers plaintext itself does so before the library has judged the record: nothing may pass too early. */
    @Override
    public void accept(byte[] buf, int off, int len) {
        if (phase == Phase.OPEN && len > 0) {
            delivered = true;
            output.plaintext().accept(buf, off, len);
        }
    }

    @Override
    public void plaintext(byte[] buf, int off, int len) throws Refusal {
        accept(buf, off, len);
        if (delivered) {
            protocol.noteProgress();
        } else if (phase == Phase.OPEN) {
            protocol.noteEmptyRecord();
        }
    }

    @Override
    public void closeNotify() {
        if (phase == Phase.OPEN) {
            phase = Phase.PEER_CLOSED;
        } else if (phase == Phase.HANDSHAKING) {
            phase = Phase.FAILED;    // the peer went away in an orderly manner: OpenSSL has nothing to say about it
        }
    }

    // ---- failure

    private void fail(Exception cause) {
        if (phase == Phase.FAILED || phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.FAILED;
        deferred = NOTHING;
        cutter.forget();
        boolean early = recordType == ContentType.application_data && facts.isEmpty();
        Diagnosis diagnosis = Diagnosis.of(cause, protocol.where(early));
        failure = Optional.of(diagnosis.failure());
        if (diagnosis.tellPeer()) {
            alert(diagnosis.alert());
        }
    }

    /** The library sends no alert before it has accepted a ClientHello, and is asked for none when we stopped a record ourselves. */
    private void alert(short description) {
        if (!protocol.isClosed()) {
            try {
                protocol.abort(description);
            } catch (IOException | RuntimeException e) {
                outflow.mute();    // no way to tell the peer: it sees a bare end of file
            }
        }
        if (!outflow.used()) {
            int version = hello.isPresent() ? Math.min(hello.get().legacyVersion(), 0x0303) : 0x0303;
            outflow.write(new byte[] {(byte) ContentType.alert, (byte) (version >>> 8), (byte) version, 0, 2,
                (byte) AlertLevel.fatal, (byte) description}, 0, 7);
        }
    }
}
