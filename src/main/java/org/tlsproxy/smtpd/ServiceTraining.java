package org.tlsproxy.smtpd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.crypto.WorkerCrypto;
import org.tlsproxy.engine.EngineFactory;
import org.tlsproxy.engine.KeyChain;
import org.tlsproxy.jail.JvmPreparation;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.HandshakeQueue;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.pool.Registry;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.rehearsal.Rehearsal;

/**
 * Runs that load what the service's two kinds of process need, and end: for the class archives. From Java 25 on an archive also keeps what
 * the JIT learnt, which takes many handshakes.
 */
final class ServiceTraining {

    private static final int TO_LOAD = 20;
    private static final int TO_LEARN = 4000;
    private static final int MOST_TURNS = 2000;
    private static final String PROGRAM = "echo 220 x; while read -r verb _; do case $verb in EHLO*) echo 250-a; echo 250 b;; "
        + "DATA*) echo 354 go;; .*) echo 250 queued;; QUIT*) echo 221 bye; exit;; *) echo 250 ok;; esac; done";
    private static final String TALK = "EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n";

    private ServiceTraining() { }

    static void launcher() {
        ServiceOptions options = new ServiceOptions();
        try {
            OptionReader.read(List.of("-l127.0.0.1:0", "-f/dev/null", "-p127.0.0.0/8", "-t5", "x"), ServiceOptions.WITH_VALUE, options);
            EventLoop loop = new EventLoop(new Watchdog(0, where -> { }));
            SmtpLog log = new SmtpLog("training", 0, line -> { });
            new PoolNarrator(log, line -> { });
            WorkerJvm.command("training", 1);
            Listeners.open(options.listeners(), Environment.inherited());
            ProxyHeader.parse("PROXY TCP4 127.0.0.1 127.0.0.1 1 1\r\n".getBytes(StandardCharsets.US_ASCII));
            new Connections(1, 1).enter("127.0.0.1");
            Program program = Program.start(ProgramCommand.of(List.of("/bin/true"), Optional.empty(), ""), Map.of());
            program.closePipes();
            loop.turn(1);
            program.ended();
        } catch (ErrnoException | OptionReader.Usage | OptionReader.Refused | ProxyHeader.Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    static void worker() {
        WorkerCrypto crypto = WorkerCrypto.create(true);
        EngineFactory engine = new EngineFactory(crypto, SharedTickets.alone());
        Rehearsal rehearsal = new Rehearsal(engine, Rehearsal.remoteClients(WorkerCrypto.create(true)),
            Rehearsal.imaginaryProfile(crypto));
        for (int n = Runtime.version().feature() >= 25 ? TO_LEARN : TO_LOAD; n > 0; n--) {
            rehearsal.play();
            crypto.prepareKeys();
        }
        JvmPreparation.run();
        try {
            Path chain = Files.createTempFile("tlsproxy-training", ".pem");
            try {
                Files.writeString(chain, pem(crypto));
                sessions(engine, chain);
            } finally {
                Files.delete(chain);
            }
        } catch (IOException | ErrnoException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sessions(EngineFactory engine, Path chain) throws ErrnoException {
        SmtpLog log = new SmtpLog("training", SmtpLevel.MOST, line -> { });
        WorkerSettings settings = WorkerSettings.decode(new WorkerSettings("training", SmtpLevel.MOST,
            new WorkerSettings.Times(10, 10, 10), false, List.of(chain.toString()), "", "",
            TicketSecret.random(0, new SecureRandom())).encode());
        EventLoop loop = new EventLoop(new Watchdog(0, where -> { }));
        ServerTls tls = ServerTls.load(settings, engine, log);
        SessionBench bench = new SessionBench(new SessionBench.Tools(loop, new HandshakeQueue(loop, 1), tls), settings, log);
        Registry registry = new Registry(new QuietLogger(log), () -> { });
        ProgramCommand command = ProgramCommand.of(List.of("/bin/sh", "-c", PROGRAM), Optional.empty(), "");
        int[] client = Sockets.streamPair();
        int[] line = Sockets.seqPacketPair();
        Program program = Program.start(command, Map.of());
        Outflow talk = new Outflow();
        talk.add(TALK.getBytes(StandardCharsets.ISO_8859_1));
        talk.flush(client[0], true);
        Introduction introduction = Introduction.decode(new Introduction("TRAINING", "::1", "unknown", false,
            Introduction.Asking.NOBODY).encode());
        registry.opened();
        new MailSession(new MailSession.Arrival(introduction, line[1], new int[] {client[1], program.input(), program.output()}), bench,
            registry).open();
        for (int i = 0; i < MOST_TURNS && registry.open() > 0; i++) {
            loop.turn(10);
        }
    }

    private static String pem(WorkerCrypto crypto) {
        KeyChain made = Rehearsal.imaginaryProfile(crypto).chains().chains().get(0);
        return pem("PRIVATE KEY", made.pkcs8()) + pem("CERTIFICATE", made.chain().get(0));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END " + label + "-----\n";
    }
}
