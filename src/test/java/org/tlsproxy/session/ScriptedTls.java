package org.tlsproxy.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.engine.TlsFailure;

/** A TLS connection that does what the test says and remembers what it was told. */
final class ScriptedTls implements TlsConnection {

    static final TlsFacts FACTS = new TlsFacts("TLSv1.3", new TlsFacts.Cipher("TLS_AES_256_GCM_SHA384", 256, 256),
        TlsFacts.KeyExchange.NONE, TlsFacts.Signature.NONE, TlsFacts.Signature.NONE, Optional.empty(), TlsFacts.Resumed.NO,
        TlsFacts.PeerCredential.ANONYMOUS);

    final List<String> calls = new ArrayList<>();
    final StringBuilder network = new StringBuilder();
    private final Output output;
    private Phase phase = Phase.HANDSHAKING;
    private Phase next = Phase.HANDSHAKING;
    private String plaintext = "";
    private boolean answerDue;
    private Optional<Question> question = Optional.empty();
    private Optional<TlsFailure> failure = Optional.empty();

    ScriptedTls(Output output) {
        this.output = output;
    }

    /** What the next bytes from the network lead to, and what they decrypt to. */
    void then(Phase phaseAfter, String decrypted) {
        next = phaseAfter;
        plaintext = decrypted;
    }

    /** The next bytes from the network are the handshake's end and these. */
    void opensWith(String decrypted) {
        then(Phase.OPEN, decrypted);
        answerDue = true;
    }

    void failsWith(String reason) {
        failure = Optional.of(new TlsFailure(0x0A0000C1, reason, ""));
        next = Phase.FAILED;
        plaintext = "";
    }

    @Override
    public Phase start() {
        calls.add("start");
        return phase;
    }

    @Override
    public Phase receive(byte[] buf, int off, int len) {
        calls.add("receive");
        phase = next;
        byte[] bytes = plaintext.getBytes(StandardCharsets.ISO_8859_1);
        output.plaintext().accept(bytes, 0, bytes.length);
        return phase;
    }

    @Override
    public Phase receiveEof() {
        calls.add("eof");
        phase = phase == Phase.OPEN ? Phase.PEER_CLOSED : Phase.FAILED;
        return phase;
    }

    @Override
    public Phase send(byte[] buf, int off, int len) {
        calls.add("send " + new String(buf, off, len, StandardCharsets.ISO_8859_1));
        return phase;
    }

    @Override
    public boolean answerDue() {
        return answerDue;
    }

    @Override
    public Phase close() {
        calls.add("close");
        phase = Phase.CLOSED;
        return phase;
    }

    @Override
    public Phase phase() {
        return phase;
    }

    /** The next bytes from the network make it need an answer. */
    void asks(Question wanted) {
        question = Optional.of(wanted);
        next = Phase.SUSPENDED;
    }

    @Override
    public Optional<Question> question() {
        return phase == Phase.SUSPENDED ? question : Optional.empty();
    }

    @Override
    public Phase answer(Question.Answer answer) {
        phase = next;
        return phase;
    }

    @Override
    public Optional<TlsFacts> facts() {
        return phase == Phase.HANDSHAKING || phase == Phase.FAILED ? Optional.empty() : Optional.of(FACTS);
    }

    @Override
    public Optional<TlsFailure> failure() {
        return failure;
    }

    @Override
    public Optional<ClientHelloFacts> offered() {
        return Optional.empty();
    }

    @Override
    public void destroy() {
        calls.add("destroy");
    }
}
