package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;

/** The client's end of one TLS connection. */
final class ClientConnection extends Connection {

    private static final int TLS10 = 0x0301;
    private static final int TLS13 = 0x0304;

    private final ClientSteps steps;
    private ClientPeer peer;
    private ClientProtocol protocol;
    private boolean begun;

    /** @param target where to, @param witness is told what happens */
    record Destination(ClientTarget target, Witness witness) { }

    ClientConnection(PreparedClient prepared, ServerConnection.Worker worker, Destination to, Output output) {
        super(prepared.crypto(), to.witness, output);
        this.steps = new ClientSteps(to.witness);
        ClientResumption resumption = new ClientResumption(prepared, to.target, worker.clock());
        this.peer = new ClientPeer(prepared, to.target, resumption, this::handshakeComplete);
        this.protocol = new ClientProtocol(peer, resumption, worker.unused(), new ClientProtocol.Outside(outflow(), this, steps));
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
        protocol = null;
        peer = null;
    }

    @Override
    public Phase start() {
        if (!begun && phase() == Phase.HANDSHAKING) {
            begun = true;
            takeOver();
            try {
                begin();
                steps.flightEnds();
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }
        return phase();
    }

    private void begin() throws IOException {
        if (peer.offer().versions().length == 0) {
            throw Refusal.with(AlertDescription.protocol_version, Failures.NO_PROTOCOLS_AVAILABLE);
        }
        if (peer.offer().suites().length == 0) {
            throw Refusal.with(AlertDescription.internal_error, Failures.NO_CIPHERS_AVAILABLE);
        }
        protocol.connect(peer);
    }

    @Override
    void consumed(byte[] buf, int off, int len, int used) {
        steps.flightEnds();
    }

    @Override
    public Optional<Question> question() {
        return Optional.empty();
    }

    @Override
    public Phase answer(Question.Answer answer) {
        throw new IllegalStateException("no question is open");
    }

    @Override
    public Optional<ClientHelloFacts> offered() {
        return Optional.empty();
    }

    @Override
    public int size(byte[] buf, int off) throws Refusal {
        return peer.version() == 0 ? RecordHeaders.answer(buf, off, started()) : RecordHeaders.next(buf, off, peer.version());
    }

    @Override
    void offer(byte[] buf, int off, int len) throws IOException {
        if (buf[off] == ContentType.change_cipher_spec && peer.version() == TLS13) {
            protocol.noteEmptyRecord();    // RFC 8446 D.4: without a meaning, which the library ignores any number of times
        }
        protocol.offerInput(buf, off, len);
    }

    private void handshakeComplete() {
        open(peer.facts());
    }

    @Override
    int alertVersion() {
        return TLS10;
    }
}
