package org.tlsproxy.smtpd;

import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsConnection.Phase;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.SmtpMessages;

/** A client's TLS from its first byte on: between the client's socket and what the session's dialogue reads and writes. */
final class ClientTls {

    private static final int MOST_QUESTIONS = 4;

    private final SessionBench bench;
    private final Stream client;
    private final TlsConnection connection;
    private String serverName = "";
    private boolean handshaking = true;

    ClientTls(SessionBench bench, Stream client) {
        this.bench = bench;
        this.client = client;
        this.connection = bench.tls.accept(bench.output);
    }

    /** True until a handshake has been completed. */
    boolean handshaking() {
        return handshaking;
    }

    /** Takes what was read into the bench; plaintext is there afterwards. */
    Phase receive(int length) {
        Phase phase = connection.receive(bench.bytes, 0, length);
        for (int i = 0; phase == Phase.SUSPENDED && i < MOST_QUESTIONS; i++) {
            Question question = connection.question().orElseThrow();
            serverName = question instanceof Question.ServerName asking ? asking.name() : serverName;
            phase = connection.answer(bench.tls.answer(question));
        }
        collect();
        return phase;
    }

    /** The client's stream ended, with or without a word. */
    void receiveEof() {
        connection.receiveEof();
    }

    /** The handshake has been completed: what came of it. */
    TlsFacts established() {
        handshaking = false;
        return connection.facts().orElseThrow();
    }

    String describe(TlsFacts facts) {
        String exchange = facts.keyExchange().name();
        return SmtpMessages.tlsEstablished(facts.protocol(), facts.cipher().name(), exchange.isEmpty() ? "-" : exchange, serverName);
    }

    Introduction.Negotiated negotiated(TlsFacts facts) {
        return new Introduction.Negotiated(facts.protocol(), facts.cipher().name(), serverName);
    }

    String failure() {
        return SmtpMessages.tlsFailed(connection.failure().map(f -> f.reason()).orElse("no reason"));
    }

    void send(byte[] plain) {
        connection.send(plain, 0, plain.length);
        collect();
    }

    /** Says that nothing more comes. */
    void close() {
        connection.close();
        collect();
        client.flush();
    }

    void destroy() {
        connection.destroy();
    }

    /** What the engine has for the network is the client's. */
    private void collect() {
        if (!bench.ciphertext.isEmpty()) {
            client.out.add(bench.ciphertext.take());
        }
    }
}
