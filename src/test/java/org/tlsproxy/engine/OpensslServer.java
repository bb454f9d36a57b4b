package org.tlsproxy.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.it.FreePort;

/** openssl s_server with the certificates and settings of our test profiles. */
final class OpensslServer implements AutoCloseable {

    private final Process process;
    private final int port = FreePort.next();

    OpensslServer(Path directory, List<String> options) {
        try {
            Path rsa = pem(directory, "rsa", TestChains.chain(Algorithm.RSA));
            Path ec = pem(directory, "ec", TestChains.chain(Algorithm.EC));
            List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-quiet", "-accept", "127.0.0.1:" + port,
                "-cert", rsa.toString(), "-key", rsa.toString(), "-dcert", ec.toString(), "-dkey", ec.toString(),
                "-groups", "X25519:P-256:P-384:P-521:X448:ffdhe2048:ffdhe3072"));
            command.addAll(options);
            process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("s_server-" + port + ".log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path pem(Path directory, String name, KeyChain chain) throws IOException {
        return Files.writeString(directory.resolve(name + ".pem"),
            block("PRIVATE KEY", chain.pkcs8()) + block("CERTIFICATE", chain.chain().get(0)));
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
            + "-----\n";
    }

    /** Connects as soon as it listens. Its only thread serves one client after the other. */
    RawWire connect(Runnable whenClosed) {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5)).pollDelay(Duration.ZERO)
            .ignoreException(ConnectException.class)
            .until(() -> new SocketWire(new Socket(InetAddress.getLoopbackAddress(), port), whenClosed), wire -> true);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
