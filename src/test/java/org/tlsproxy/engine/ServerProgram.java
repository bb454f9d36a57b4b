package org.tlsproxy.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.tlsproxy.it.FreePort;

/** openssl s_server or gnutls-serv on a free port; both echo lines, s_server reversed. */
final class ServerProgram implements AutoCloseable {

    private final Process process;
    private final int port;
    private final StringBuilder printed = new StringBuilder();

    private ServerProgram(List<String> command, int port) throws IOException {
        this.port = port;
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::collect, "server-program");
        reader.setDaemon(true);
        reader.start();
    }

    /** True if the installed openssl has this option. */
    static boolean opensslTakes(String option) throws IOException {
        Process help = new ProcessBuilder("openssl", "s_server", "-help").redirectErrorStream(true).start();
        try (BufferedReader reader = help.inputReader(StandardCharsets.ISO_8859_1)) {
            return reader.lines().anyMatch(line -> line.trim().startsWith(option));
        }
    }

    /** @param files directory with the files of {@link #writeKeys} */
    static ServerProgram openssl(Path files, String options) throws IOException {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port, "-rev",
            "-cert", files.resolve("rsa.pem").toString(), "-key", files.resolve("rsa.key").toString(),
            "-dcert", files.resolve("ec.pem").toString(), "-dkey", files.resolve("ec.key").toString(),
            "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"));
        return started(command, options, port);
    }

    static ServerProgram gnutls(Path files, String options) throws IOException {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(List.of("gnutls-serv", "--echo", "--port", String.valueOf(port),
            "--x509keyfile", files.resolve("rsa.key").toString(), "--x509certfile", files.resolve("rsa.pem").toString(),
            "--x509keyfile", files.resolve("ec.key").toString(), "--x509certfile", files.resolve("ec.pem").toString()));
        return started(command, options, port);
    }

    private static ServerProgram started(List<String> command, String options, int port) throws IOException {
        if (!options.isBlank()) {
            command.addAll(List.of(options.trim().split(" +")));
        }
        ServerProgram program = new ServerProgram(command, port);
        Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20)).until(program::listens);
        return program;
    }

    /** Keys and certificates in the files that both programs read. */
    static void writeKeys(Path files) throws IOException {
        write(files, "rsa", TestChains.chain(KeyChain.Algorithm.RSA));
        write(files, "ec", TestChains.chain(KeyChain.Algorithm.EC));
    }

    private static void write(Path files, String name, KeyChain chain) throws IOException {
        Files.writeString(files.resolve(name + ".key"), pem("PRIVATE KEY", withPublicKey(chain.pkcs8())));
        Files.writeString(files.resolve(name + ".pem"), pem("CERTIFICATE", chain.chain().get(0)));
    }

    /** GnuTLS does not read EC keys without their public part, which the JDK leaves out. */
    private static byte[] withPublicKey(byte[] pkcs8) throws IOException {
        return PrivateKeyInfoFactory.createPrivateKeyInfo(PrivateKeyFactory.createKey(pkcs8)).getEncoded("DER");
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END " + label + "-----\n";
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server program ended: " + printed());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;    // not yet
        }
    }

    int port() {
        return port;
    }

    String printed() {
        synchronized (printed) {
            return printed.toString();
        }
    }

    private void collect() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (printed) {
                    printed.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            // the program ended: what it printed is there
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
