package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.engine.TlsConnection.Phase;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.pool.Registry;
import org.tlsproxy.posix.Descriptors;
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
    private final Stream client;
    private final ProgramPipes program;
    private final Dialogue dialogue;
    private final SessionJudge judge;
    private final Timer patience = new Timer(this::timedOut);
    private final Timer limit = new Timer(this::giveUp);
    private Optional<ClientTls> tls = Optional.empty();
    private boolean mayStep;
    private boolean awaitsStep;
    private boolean queued;
    private boolean farewellSaid;
    private boolean closed;

    /** What a session is introduced with. @param line the socket that it hangs on, @param descriptors those that came with it */
    record Arrival(Introduction introduction, int line, int[] descriptors) { }

    MailSession(Arrival arrival, SessionBench bench, Registry registry) {
        this.bench = bench;
        this.registry = registry;
        this.introduction = arrival.introduction;
        this.log = bench.log.of(introduction.session(), introduction.address());
        this.narrator = new Narrator(log);
        int[] fds = arrival.descriptors;
        this.client = new Stream(fds[0], true);
        this.program = new ProgramPipes(bench, arrival.line, this::proceed);
        if (!introduction.implicit()) {
            program.have(fds[1], fds[2]);
        }
        this.judge = new SessionJudge(introduction.asking().possible() ? Optional.of(link(fds[fds.length - 1])) : Optional.empty());
        Rules rules = new Rules(introduction.session(), true, introduction.asking().wanted(), bench.settings.closed(), 0);
        this.dialogue = new Dialogue(rules, new Client(introduction.address(), introduction.name()),
            introduction.implicit() ? Tls.ACTIVE : Tls.POSSIBLE, this);
    }

    private GreylistLink link(int descriptor) {
        return new GreylistLink(descriptor, introduction.asking().server(), log,
            bench.settings.closed() ? SmtpLevel.ERROR : SmtpLevel.WARNING);
    }

    /** Begins to serve. */
    void open() {
        try {
            client.watch(bench.loop, this::proceed);
            program.watch();
            judge.watch(bench.loop, this::proceed);
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

    private boolean handshaking() {
        return tls.isPresent() && tls.get().handshaking();
    }

    private void progress() {
        if (!handshaking()) {
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
            return handshaking() && !mayStep ? awaitStep() : readClient();
        }
        return hearsProgram() && readProgram();
    }

    private boolean hearsClient() {
        return handshaking() || program.drained() && dialogue.waiting() == Waiting.CLIENT && client.out.isEmpty();
    }

    private boolean hearsProgram() {
        return program.readable() && client.out.isEmpty() && dialogue.listensToProgram()
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
            tls.ifPresent(ClientTls::receiveEof);
            log.say(SmtpLevel.DEBUG, SmtpMessages.streamEnded(true, "end of file"));
            if (handshaking() || !program.present()) {
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

    private void decrypt(ClientTls secure, int length) {
        Phase phase = secure.receive(length);
        if (secure.handshaking() && (phase == Phase.OPEN || phase == Phase.PEER_CLOSED) && !established(secure)) {
            return;
        }
        if (!bench.plaintext.isEmpty()) {
            byte[] plain = bench.plaintext.take();
            dialogue.fromClient(plain, 0, plain.length);
        }
        if (phase == Phase.FAILED) {
            log.say(SmtpLevel.DEBUG, secure.failure());
            client.flush();
            close();
        } else if (phase == Phase.PEER_CLOSED) {
            dialogue.clientEnded();
        }
    }

    /** @return false if the session is over */
    private boolean established(ClientTls secure) {
        TlsFacts facts = secure.established();
        progress();
        log.say(SmtpLevel.INFO, secure.describe(facts));
        int trouble = bench.tls.clientTrouble(facts);
        if (trouble != 0) {
            log.say(SmtpLevel.WARNING, SmtpMessages.clientNotVerified(trouble));
            bench.plaintext.clear();
            secure.close();
            close();
            return false;
        }
        return program.present() || askForProgram(secure.negotiated(facts));
    }

    /** TLS came first: now that it is there the launcher starts the program and sends its pipes. @return false if the session is over */
    private boolean askForProgram(Introduction.Negotiated negotiated) {
        try {
            if (program.ask(negotiated, this::programCame)) {
                return true;
            }
        } catch (ErrnoException e) {
            registry.cannotWatch(e);
        }
        close();
        return false;
    }

    private void programCame(boolean present) {
        try {
            if (present) {
                program.watch();
                progress();
                proceed();
                return;
            }
        } catch (ErrnoException e) {
            registry.cannotWatch(e);
        }
        close();
    }

    private boolean readProgram() {
        int n = program.read(SessionBench.READ_BYTES / 8);
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
        tls = Optional.of(new ClientTls(bench, client));
        bench.loop.timers().set(patience, bench.settings.times().handshake() * 1000L);
    }

    private boolean askJudge() {
        boolean before = judge.awaited();
        Optional<PolicyVerdict> verdict = judge.ask(dialogue.question().orElseThrow());
        if (before != judge.awaited()) {
            progress();
        }
        verdict.ifPresent(dialogue::judged);
        return verdict.isPresent();
    }

    /** Brings out what the last step produced. */
    private void flush() {
        if (!bench.replies.isEmpty()) {
            byte[] replies = bench.replies.take();
            if (handshaking()) {
                return;     // there is nobody yet who could read them
            }
            if (tls.isPresent()) {
                tls.get().send(replies);
            } else {
                client.out.add(replies);
            }
        }
        boolean wrote = client.flush();
        wrote |= program.flush();
        if (wrote) {
            progress();
        }
        dialogue.pause(client.blocked());
        if (client.broken()) {
            close();
        } else if (program.gone()) {
            dialogue.programEnded();
        }
    }

    private void finish() {
        if (dialogue.end().orElseThrow() == org.tlsproxy.smtp.End.PROGRAM_GONE && !farewellSaid) {
            farewell(PROGRAM_GONE);
            return;
        }
        if (!handshaking()) {
            tls.ifPresent(ClientTls::close);
        }
        if (!client.blocked()) {
            close();
        }
    }

    /** The last reply, if the client can still be told. */
    private void farewell(String text) {
        farewellSaid = true;
        if (handshaking() || !program.present()) {
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
        if (judge.awaited()) {
            judge.timedOut();
            proceed();
            return;
        }
        giveUp();
    }

    private void giveUp() {
        if (closed) {
            return;
        }
        log.say(SmtpLevel.DEBUG, SmtpMessages.streamEnded(true, "timed out"));
        farewell(TIMEOUT);
        if (!closed) {
            tls.ifPresent(ClientTls::close);
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
        tls.ifPresent(ClientTls::destroy);
        InternetSockets.shutdownOutput(client.fd);
        // Unread bytes would make a reset of it, and our last reply would be lost.
        Descriptors.read(client.fd, bench.memory, SessionBench.READ_BYTES);
        client.close(bench.loop);
        judge.close(bench.loop);
        program.close();
        registry.closed();
    }

    @Override
    public void toClient(byte[] buf, int off, int len) {
        bench.replies.add(buf, off, len);
    }

    @Override
    public void toProgram(byte[] buf, int off, int len) {
        program.write(buf, off, len);
    }

    @Override
    public void happened(Event event) {
        narrator.tell(event);
    }
}
