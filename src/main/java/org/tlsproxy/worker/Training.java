package org.tlsproxy.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.config.DefaultSettings;
import org.tlsproxy.config.OwnSettings;
import org.tlsproxy.config.Seccomp;
import org.tlsproxy.config.Settings;
import org.tlsproxy.crypto.WorkerCrypto;
import org.tlsproxy.engine.KeyChain;
import org.tlsproxy.jail.Jail;
import org.tlsproxy.jail.JailPlan;
import org.tlsproxy.pool.ControlChannel;
import org.tlsproxy.pool.ControlLink;
import org.tlsproxy.pool.Ledger;
import org.tlsproxy.pool.ProtocolException;
import org.tlsproxy.pool.WorkerOrders;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.rehearsal.Rehearsal;

/**
 * A run that does what a worker does from its start to its end, for the class archive. Needs no Postfix and stays out of any jail.
 *
 * <p>From Java 25 on the archive also keeps what the JIT learnt about each method, so that a worker compiles the final code at once
 * instead of watching itself first (JEP 515). That takes many sessions, where loading the classes takes a few.
 */
final class Training {

    private static final String CHAIN = "chain.pem";
    private static final int TO_LOAD = 20;
    private static final int TO_LEARN = 4000;

    private Training() { }

    static void run() {
        int count = Runtime.version().feature() >= 25 ? TO_LEARN : TO_LOAD;
        Startup startup = new Startup();
        startup.warmUp();
        startup.rehearse(count);
        try {
            Path directory = Files.createTempDirectory("tlsproxy-java-training");
            try (TrainingTlsmgr tlsmgr = TrainingTlsmgr.below(directory)) {
                tlsmgr.start();
                serve(startup, directory, count);
            } finally {
                Files.deleteIfExists(directory.resolve(CHAIN));
                Files.delete(directory);
            }
        } catch (IOException | ErrnoException | ProtocolException e) {
            throw new IllegalStateException("no training", e);
        }
    }

    private static void serve(Startup startup, Path directory, int sessions) throws IOException, ErrnoException, ProtocolException {
        int[] control = Sockets.seqPacketPair();
        Settings settings = settings(directory, chain(WorkerCrypto.create(true)));
        OwnSettings own = new OwnSettings(new OwnSettings.Java("", "", ""), "", new OwnSettings.Limits(0, 100, 16, 1000, 0),
            new OwnSettings.Times(3600, 100, 30), new OwnSettings.Guards(Seccomp.NONE, true, false, true));
        WorkerOrders orders = new WorkerOrders("tlsproxy", "tlsproxy", false, false, true,
            new JailPlan(directory.toString(), false, Optional.empty(), JailPlan.Filter.NONE), settings.encode(), own.encode());
        ControlLink.Tie tie = new ControlLink.Tie(new ControlChannel(control[1]), Ledger.create());
        Worker worker = startup.load(WorkerOrders.decode(orders.encode()), tie);
        worker.whenIdle(new TrainingSessions(control[0], Rehearsal.remoteClients(WorkerCrypto.create(true)), sessions));
        enterJail(orders.jail());
        worker.serve();
    }

    /** One that forbids nothing, where the kernel has such a thing. */
    private static void enterJail(JailPlan plan) {
        try {
            Jail.enter(plan);
        } catch (ErrnoException e) {
            // the archive lacks some classes of the jail then
        }
    }

    /** The log leads nowhere: the worker hands its lines to the launcher, which drops them here. */
    private static Settings settings(Path directory, String chain) throws IOException {
        Path file = Files.writeString(directory.resolve(CHAIN), chain);
        return DefaultSettings.with(Map.of("queue_directory", directory.toString(), "maillog_file", directory.resolve("log").toString(),
            "tlsproxy_tls_security_level", "may", "tlsproxy_tls_loglevel", "1", "tlsproxy_client_security_level", "may",
            "tlsproxy_tls_chain_files", file.toString(),
            "tlsproxy_tls_fingerprint_digest", "sha256", "tlsproxy_client_fingerprint_digest", "sha256"));
    }

    private static String chain(WorkerCrypto crypto) {
        KeyChain made = Rehearsal.imaginaryProfile(crypto).chains().chains().get(0);
        return pem("PRIVATE KEY", made.pkcs8()) + pem("CERTIFICATE", made.chain().get(0));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END " + label + "-----\n";
    }
}
