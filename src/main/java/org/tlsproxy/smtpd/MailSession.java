package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsConnection.Phase;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.pool.Registry;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.InternetSockets;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.smtp.Client;
import org.tlsproxy.smtp.Dialogue;
import org.tlsproxy.smtp.Event;
import org.tlsproxy.smtp.Outlets;
import org.tlsproxy.smtp.PolicyVerdict;
import org.tlsproxy.smtp.Rules;
import org.tlsproxy.smtp.Tls;
import org.tlsproxy.smtp.Waiting;

/**
 * One client of the resident service: its socket, its TLS, its program's pipes, and the dialogue between. The owner of all of them; it
 * alone reads, writes and closes.
 *
 * <p>The boundary of STARTTLS is where the line was parsed: the socket is not read again before 220 has been written to it in the clear and
 * the engine has taken over, so no ClientHello is taken for plaintext and no plaintext for anything.
 */
final class MailSession implements Outlets {

    private static final int STEPS_PER_TURN = 32;
    /** What a client that is thrown out gets for its program's end or its own slowness. */
    private static final String TIMEOUT = "421 timeout (#4.4.2)";
    private static final String PROGRAM_GONE = "421 the mail server has ended (#4.3.0)";

    private final SessionBench bench;
    private final Registry registry;
    private final Introduction introduction;
    private final SmtpLog log;
    private final Narrator narrator;
    private final int line;
    private final Stream client;
    private final Dialogue dialogue;
    private final Optional<GreylistLink> judge;
    private final Timer patience = new Timer(this::timedOut);
    private final Timer limit = new Timer(this::timedOut);
    private Optional<Stream> toProgram = Optional.empty();
    private Optional<Stream> fromProgram = Optional.empty();
    private Optional<TlsConnection> tls = Optional.empty();
    private String serverName = "";
    private boolean handshaking;
    private boolean mayStep;
    private boolean awaitsStep;
    private boolean queued;
    private boolean asked;
    private boolean askedForProgram;
    private boolean farewellSaid;
    private boolean closed;

    /** What a session is introduced with. @param line the socket that it hangs on, @param descriptors those that came with it */
    record Arrival(Introduction introduction, int line, int[] descriptors) { }

    MailSession(Arrival arrival, SessionBench bench, Registry registry) {
        this.bench = bench;
        this.registry = registry;
        this.introduction = arrival.introduction;
        this.line = arrival.line;
        this.log = bench.log.of(introduction.session(), introduction.address());
        this.narrator = new Narrator(log);
        int[] fds = arrival.descriptors;
        this.client = new Stream(fds[0], true);
        if (!introduction.implicit()) {
            toProgram = Optional.of(new Stream(fds[1], false));
            fromProgram = Optional.of(new Stream(fds[2], false));
        }
        this.judge = introduction.asking().possible() ? Optional.of(new GreylistLink(fds[fds.length - 1], introduction.asking().server(), log,
            bench.settings.closed() ? SmtpLevel.ERROR : SmtpLevel.WARNING)) : Optional.empty();
        Rules rules = new Rules(introduction.session(), true, introduction.asking().wanted(), bench.settings.closed(), 0);
        this.dialogue = new Dialogue(rules, new Client(introduction.address(), introduction.name()),
            introduction.implicit() ? Tls.ACTIVE : Tls.POSSIBLE, this);
    }

    /** Begins to serve. */
    void open() {
        try {
            client.watch(bench.loop, this::proceed);
            watchProgram();
            if (judge.isPresent()) {
                bench.loop.watch(judge.get().descriptor(), Epoll.IN | Epoll.OUT | Epoll.RDHUP | Epoll.EDGE, this::judgeReady);
            }
        } catch (ErrnoException e) {
            registry.cannotWatch(e);
            close();
            return;
        }
        bench.loop.timers().set(limit, bench.settings.times().session() * 1000L);
        if (introduction.implicit()) {
            startHandshake();
        } else {
            progress();
        }
        proceed();
    }

    private void watchProgram() throws ErrnoException {
        if (toProgram.isPresent()) {
            toProgram.get().watch(bench.loop, this::proceed);
            fromProgram.orElseThrow().watch(bench.loop, this::proceed);
        }
    }

    private void judgeReady(int events) {
        GreylistLink link = judge.orElseThrow();
        if ((link.interest() & events) != 0 || link.interest() != 0 && (events & (Epoll.ERR | Epoll.HUP | Epoll.RDHUP)) != 0) {
            link.ready();
            proceed();
        }
    }

    private void progress() {
        if (!handshaking) {
            bench.loop.timers().set(patience, bench.settings.times().patience() * 1000L);
        }
    }

    /** Does what can be done now: the only place from which a session moves on. */
    private void proceed() {
        queued = false;
        if (closed) {
            return;
        }
        for (int i = 0; i < STEPS_PER_TURN && step(); i++) {
            if (closed) {
                return;
            }
        }
        flush();
        if (!closed && mayGoOn() && !queued) {
            queued = true;
            bench.loop.later(this::proceed);
        }
    }

    /** @return true if something was done */
    private boolean step() {
        flush();
        if (closed) {
            return false;
        }
        if (dialogue.waiting() == Waiting.TLS) {
            return client.out.isEmpty() && startTls();
        }
        if (dialogue.waiting() == Waiting.POLICY) {
            return askJudge();
        }
        if (dialogue.end().isPresent()) {
            finish();
            return !closed;
        }
        if (hearsClient() && client.readable()) {
            return handshaking && !mayStep ? awaitStep() : readClient();
        }
        return hearsProgram() && readProgram();
    }

    private boolean hearsClient() {
        return handshaking || toProgram.isPresent() && dialogue.waiting() == Waiting.CLIENT && client.out.isEmpty()
            && toProgram.get().out.isEmpty();
    }

    private boolean hearsProgram() {
        return fromProgram.isPresent() && fromProgram.get().readable() && client.out.isEmpty() && dialogue.listensToProgram()
            && dialogue.waiting() != Waiting.TLS;
    }

    private boolean mayGoOn() {
        return hearsClient() && client.readable() && !awaitsStep || hearsProgram();
    }

    /** A step of a handshake costs much: it comes after everybody's data of this turn. */
    private boolean awaitStep() {
        if (!awaitsStep) {
            awaitsStep = true;
            bench.handshakes.add(this::handshakeStep);
        }
        return false;
    }

    private void handshakeStep() {
        awaitsStep = false;
        if (!closed) {
            mayStep = true;
            proceed();
            mayStep = false;
        }
    }

    private boolean readClient() {
        int n = client.read(bench.memory, SessionBench.READ_BYTES);
        if (n < 0) {
            return true;
        }
        progress();
        if (n == 0) {
            tls.ifPresent(TlsConnection::receiveEof);
            log.say(SmtpLevel.DEBUG, SmtpMessages.streamEnded(true, "end of file"));
            if (handshaking || fromProgram.isEmpty()) {
                close();
            } else {
                dialogue.clientEnded();
            }
            return !closed;
        }
        OffHeap.get(bench.memory, bench.bytes, 0, n);
        if (tls.isPresent()) {
            decrypt(tls.get(), n);
        } else {
            dialogue.fromClient(bench.bytes, 0, n);
        }
        return !closed;
    }

    private void decrypt(TlsConnection connection, int length) {
        Phase phase = connection.receive(bench.bytes, 0, length);
        for (int i = 0; phase == Phase.SUSPENDED && i < 4; i++) {
            Question question = connection.question().orElseThrow();
            serverName = question instanceof Question.ServerName asking ? asking.name() : serverName;
            phase = connection.answer(bench.tls.answer(question));
        }
        collect();
        if (handshaking && (phase == Phase.OPEN || phase == Phase.PEER_CLOSED) && !established(connection)) {
            return;
        }
        if (!bench.plaintext.isEmpty()) {
            byte[] plain = bench.plaintext.take();
            dialogue.fromClient(plain, 0, plain.length);
        }
        if (phase == Phase.FAILED) {
            log.say(SmtpLevel.DEBUG, SmtpMessages.tlsFailed(connection.failure().map(f -> f.reason()).orElse("no reason")));
            client.flush();
            close();
        } else if (phase == Phase.PEER_CLOSED) {
            dialogue.clientEnded();
        }
    }

    /** @return false if the session is over */
    private boolean established(TlsConnection connection) {
        handshaking = false;
        progress();
        TlsFacts facts = connection.facts().orElseThrow();
        log.say(SmtpLevel.INFO, SmtpMessages.tlsEstablished(facts.protocol(), facts.cipher().name(),
            facts.keyExchange().name().isEmpty() ? "-" : facts.keyExchange().name(), serverName));
        int trouble = bench.tls.clientTrouble(facts);
        if (trouble != 0) {
            log.say(SmtpLevel.WARNING, SmtpMessages.clientNotVerified(trouble));
            bench.plaintext.clear();
            connection.close();
            collect();
            client.flush();
            close();
            return false;
        }
        if (toProgram.isEmpty()) {
            askForProgram(facts);
        }
        return true;
    }

    /** TLS came first: now that it is there the launcher starts the program and sends its pipes. */
    private void askForProgram(TlsFacts facts) {
        byte[] words = new Introduction.Negotiated(facts.protocol(), facts.cipher().name(), serverName).encode();
        OffHeap.put(bench.memory, words, 0, words.length);
        try {
            bench.loop.watch(line, Epoll.IN | Epoll.RDHUP, events -> programCame());
            askedForProgram = bench.messages.send(line, bench.memory, words.length, -1) == words.length;
        } catch (ErrnoException e) {
            registry.cannotWatch(e);
        }
        if (!askedForProgram) {
            close();
        }
    }

    private void programCame() {
        int n = bench.messages.receive(line, bench.memory, Introduction.MOST_BYTES);
        bench.loop.unwatch(line);
        askedForProgram = false;
        if (n <= 0 || bench.messages.descriptorCount() != 2) {
            bench.messages.closeDescriptors();
            close();
            return;
        }
        toProgram = Optional.of(new Stream(bench.messages.descriptor(0), false));
        fromProgram = Optional.of(new Stream(bench.messages.descriptor(1), false));
        try {
            watchProgram();
        } catch (ErrnoException e) {
            registry.cannotWatch(e);
            close();
            return;
        }
        progress();
        proceed();
    }

    private boolean readProgram() {
        int n = fromProgram.orElseThrow().read(bench.memory, SessionBench.READ_BYTES / 8);
        if (n < 0) {
            return true;
        }
        progress();
        if (n == 0) {
            log.say(SmtpLevel.DEBUG, SmtpMessages.streamEnded(true, "end of file"));
            dialogue.programEnded();
        } else {
            OffHeap.get(bench.memory, bench.bytes, 0, n);
            dialogue.fromProgram(bench.bytes, 0, n);
        }
        return true;
    }

    private boolean startTls() {
        byte[] reply = dialogue.tlsReply();
        client.out.add(reply);
        client.flush();
        startHandshake();
        dialogue.tlsBegun();
        return true;
    }

    private void startHandshake() {
        handshaking = true;
        tls = Optional.of(bench.tls.accept(bench.output));
        bench.loop.timers().set(patience, bench.settings.times().handshake() * 1000L);
    }

    private boolean askJudge() {
        if (judge.isEmpty()) {
            dialogue.judged(PolicyVerdict.UNAVAILABLE);
            return true;
        }
        GreylistLink link = judge.get();
        if (!asked) {
            asked = true;
            progress();
            link.ask(dialogue.question().orElseThrow());
        }
        if (link.verdict().isEmpty()) {
            return false;
        }
        asked = false;
        progress();
        dialogue.judged(link.verdict().get());
        return true;
    }

    /** What the engine has for the network is the client's. */
    private void collect() {
        if (!bench.ciphertext.isEmpty()) {
            client.out.add(bench.ciphertext.take());
        }
    }

    /** Brings out what the last step produced. */
    private void flush() {
        if (!bench.replies.isEmpty()) {
            byte[] replies = bench.replies.take();
            if (handshaking) {
                return;     // there is nobody yet who could read them
            }
            if (tls.isPresent()) {
                tls.get().send(replies, 0, replies.length);
                collect();
            } else {
                client.out.add(replies);
            }
        }
        boolean wrote = client.flush();
        if (toProgram.isPresent()) {
            wrote |= toProgram.get().flush();
        }
        if (wrote) {
            progress();
        }
        dialogue.pause(client.blocked());
        if (client.broken()) {
            close();
        } else if (toProgram.isPresent() && toProgram.get().broken() && fromProgram.isPresent() && !fromProgram.get().readable()) {
            dialogue.programEnded();
        }
    }

    private void finish() {
        if (dialogue.end().orElseThrow() == org.tlsproxy.smtp.End.PROGRAM_GONE && !farewellSaid) {
            farewell(PROGRAM_GONE);
            return;
        }
        if (tls.isPresent() && !handshaking) {
            tls.get().close();
            collect();
            client.flush();
        }
        if (!client.blocked()) {
            close();
        }
    }

    /** The last reply, if the client can still be told. */
    private void farewell(String text) {
        farewellSaid = true;
        if (handshaking || toProgram.isEmpty()) {
            return;
        }
        byte[] reply = (text + " [" + introduction.session() + "]\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        toClient(reply, 0, reply.length);
        flush();
    }

    private void timedOut() {
        if (closed) {
            return;
        }
        if (asked && judge.isPresent()) {
            judge.get().timedOut();
            proceed();
            return;
        }
        log.say(SmtpLevel.DEBUG, SmtpMessages.streamEnded(true, "timed out"));
        farewell(TIMEOUT);
        if (!closed && tls.isPresent()) {
            tls.get().close();
            collect();
            client.flush();
        }
        close();
    }

    private void close() {
        bench.ciphertext.clear();
        bench.plaintext.clear();
        bench.replies.clear();
        if (closed) {
            return;
        }
        closed = true;
        bench.loop.timers().cancel(patience);
        bench.loop.timers().cancel(limit);
        tls.ifPresent(TlsConnection::destroy);
        InternetSockets.shutdownOutput(client.fd);
        // Unread bytes would make a reset of it, and our last reply would be lost.
        Descriptors.read(client.fd, bench.memory, SessionBench.READ_BYTES);
        client.close(bench.loop);
        toProgram.ifPresent(stream -> stream.close(bench.loop));
        fromProgram.ifPresent(stream -> stream.close(bench.loop));
        judge.ifPresent(link -> {
            bench.loop.unwatch(link.descriptor());
            Descriptors.close(link.descriptor());
        });
        bench.loop.unwatch(line);
        Descriptors.close(line);
        registry.closed();
    }

    @Override
    public void toClient(byte[] buf, int off, int len) {
        bench.replies.add(buf, off, len);
    }

    @Override
    public void toProgram(byte[] buf, int off, int len) {
        toProgram.ifPresent(stream -> stream.out.add(buf, off, len));
    }

    @Override
    public void happened(Event event) {
        narrator.tell(event);
    }
}
