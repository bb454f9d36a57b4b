package org.tlsproxy.it;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A remote SMTP client that shows a certificate: openssl s_client, which shows what no other library would.
 *
 * @param options of s_client
 */
record CertifiedClient(List<String> options) {

    private static final byte[] WORD = "250 hello\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * What a session was worth.
     *
     * @param lines  of the service's log, from CONNECT to DISCONNECT
     * @param report names and values of the context report; empty if the handshake failed
     * @param output of s_client
     */
    record Seen(List<String> lines, List<String> report, String output) {

        /** The value of an attribute of the report. */
        String reported(String name) {
            return report.get(report.indexOf(name) + 1);
        }
    }

    /** @param protocol {@code -tls1_3} or the like, @param more options, for example {@code -cert FILE} */
    static CertifiedClient speaking(String protocol, String... more) {
        return new CertifiedClient(List.of(protocol, "-cipher", "ALL:@SECLEVEL=0")).with(more);
    }

    /** The same with more options. */
    CertifiedClient with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new CertifiedClient(all);
    }

    /** One session, up to the end of its last log line. */
    Seen visit(PostfixInstance mx, String service, ProxyRequest request) throws IOException {
        long mark = mx.log().mark();
        Path output = Files.createTempFile("s_client", ".out");
        int listener = Native.tcpListener();
        Process process = start(Native.port(listener), output);
        try (ProxyClient client = ProxyClient.announced(mx.socket(service))) {
            if (!client.request(request) || !Native.readable(listener, 10_000)) {
                throw new AssertionError(service + " is not available, or openssl: " + Files.readString(output));
            }
            client.pass(Native.accept(listener));
            List<String> report = report(client);
            String printed = awaitEnd(process, client, output);
            return new Seen(lines(mx, mark, request), report, printed);
        } finally {
            process.destroy();
            Native.close(listener);
            Files.delete(output);
        }
    }

    /** @return empty if the handshake failed; else a word has followed it to the client */
    private static List<String> report(ProxyClient client) throws IOException {
        try {
            List<String> report = client.attributes();
            client.write(WORD);
            return report;
        } catch (EOFException e) {
            return List.of();
        }
    }

    private Process start(int port, Path output) throws IOException {
        List<String> words = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-nocommands"));
        words.addAll(options);
        return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** The service's close is s_client's end; the word before it tells that tickets have come. */
    private static String awaitEnd(Process process, ProxyClient client, Path output) throws IOException {
        client.shutdownOutput();
        try {
            if (!process.waitFor(Command.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("s_client does not end: " + Files.readString(output, StandardCharsets.ISO_8859_1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    private static List<String> lines(PostfixInstance mx, long mark, ProxyRequest request) {
        mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
        return mx.log().since(mark).stream().filter(line -> line.tag().endsWith("/tlsproxy")).map(LogLine::text).toList();
    }
}
