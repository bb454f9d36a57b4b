package org.tlsproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A remote client by {@code openssl s_client}, which sends one line when the handshake is done.
 *
 * @param options   beyond those that each has; {@code $SESSION} stands for a file of the row and the service
 * @param session   that file
 * @param serverId  the request's name of the server
 */
record OpensslClient(List<String> options, String session, String serverId) implements RemoteClient {

    static final String LINE = "EHLO peer\n";

    /** The last word of an alert's line is its number; how OpenSSL calls its functions is not of interest. */
    private static final Pattern ALERT = Pattern.compile(":([^:]*):[^:]*:\\d+:SSL alert number (\\d+)");
    private static final Pattern ERROR = Pattern.compile("^[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]*):");
    private static final Pattern FACT = Pattern.compile("^ *((New|Reused), .*|Server Temp Key: .*|Peer signing digest: .*"
        + "|Peer signature type: .*|Server public key is .*|subject=.*|Secure Renegotiation .*|Extended master secret: .*"
        + "|TLS session ticket lifetime hint: .*|No client certificate CA names sent|Acceptable client certificate CA names"
        + "|C = .*|O = .*|CN = .*|Requested Signature Algorithms: .*|Client Certificate Types: .*|Max Early Data: .*|250 .*)$");
    private static final Pattern EXTENSION = Pattern.compile("^(TLS server extension \".*\" \\(id=\\d+\\)).*");
    private static final Pattern SESSION_ID = Pattern.compile("^ *Session-ID: ?([0-9A-F]*)$");

    static OpensslClient with(String options) {
        return new OpensslClient(options.isEmpty() ? List.of() : List.of(options.split(" ")), "", "smtpd");
    }

    OpensslClient servedBy(String server) {
        return new OpensslClient(options, session, server);
    }

    OpensslClient keeping(Path file) {
        return new OpensslClient(options, file.toString(), serverId);
    }

    @Override
    public Visit connect(int port) throws IOException {
        List<String> words = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-tlsextdebug"));
        boolean named = options.contains("-servername");
        words.addAll(named ? List.of() : List.of("-noservername"));
        words.addAll(options.contains("-cipher") ? List.of() : List.of("-cipher", "DEFAULT@SECLEVEL=0"));
        options.forEach(each -> words.add(each.replace("$SESSION", session)));
        Path output = Files.createTempFile("s_client", ".out");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        return new OpensslVisit(process, output);
    }

    private record OpensslVisit(Process process, Path output) implements Visit {

        @Override
        public boolean arrives(int listener) throws IOException {
            boolean there = false;
            while (!there && process.isAlive()) {
                there = Native.readable(listener, 20);
            }
            return there || Native.readable(listener, 0);
        }

        /** Its input stays open: at the end of it s_client would hang up. */
        @Override
        public void act() throws IOException {
            try {
                process.getOutputStream().write(LINE.getBytes(StandardCharsets.US_ASCII));
                process.getOutputStream().flush();
            } catch (IOException e) {
                // it has ended already, its output says why
            }
        }

        @Override
        public List<String> seen() throws IOException {
            try {
                if (!process.waitFor(Command.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("s_client goes on: " + Files.readString(output, StandardCharsets.ISO_8859_1));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
            List<String> facts = facts(Files.readAllLines(output, StandardCharsets.ISO_8859_1));
            return facts.isEmpty() ? List.of(Files.readString(output, StandardCharsets.ISO_8859_1).strip()) : facts;
        }

        private static List<String> facts(List<String> lines) {
            TreeSet<String> extensions = new TreeSet<>();
            List<String> facts = new ArrayList<>();
            for (String line : lines) {
                Matcher extension = EXTENSION.matcher(line);
                Matcher id = SESSION_ID.matcher(line);
                if (extension.matches()) {
                    extensions.add(extension.group(1));
                } else if (id.matches()) {
                    facts.add("session id of " + id.group(1).length() / 2);
                } else {
                    fact(line, facts);
                }
            }
            facts.addAll(0, extensions);
            return facts;
        }

        private static void fact(String line, List<String> facts) {
            Matcher alert = ALERT.matcher(line);
            Matcher error = ERROR.matcher(line);
            Matcher fact = FACT.matcher(line);
            if (alert.find()) {
                facts.add("alert " + alert.group(2) + " " + alert.group(1));
            } else if (error.find() && !error.group(1).startsWith("unexpected eof")) {      // which a reset may overtake
                facts.add("error " + error.group(1));
            } else if (fact.matches()) {
                facts.add(fact.group(1));
            }
        }

        @Override
        public void close() throws IOException {
            try {
                process.destroy();
                process.waitFor();
                Files.delete(output);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }
}
