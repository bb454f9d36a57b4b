package org.tlsproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs around the STARTTLS wrapper: ours, and the stand-ins of the tests. */
final class SmtpPrograms {

    private static final int PATIENCE_MILLIS = 5000;

    private SmtpPrograms() { }

    /** A program of the tree under test. */
    static Path sbin(String name) {
        Path path = Path.of(System.getProperty("basedir", "."), "target/tlsproxy-java/sbin", name).toAbsolutePath();
        if (!Files.isExecutable(path)) {
            throw new AssertionError(path + ": no such executable; build it");
        }
        return path;
    }

    /** A key and a certificate for it, made once. @param kind ec or rsa */
    static Path chain(Path directory, String kind) {
        Path chain = directory.resolve(kind + ".pem");
        String key = directory.resolve(kind + ".key").toString();
        String certificate = directory.resolve(kind + ".crt").toString();
        List<String> words = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=" + kind + ".example",
            "-keyout", key, "-out", certificate, "-newkey", kind.equals("ec") ? "ec" : "rsa:2048"));
        if (kind.equals("ec")) {
            words.addAll(List.of("-pkeyopt", "ec_paramgen_curve:prime256v1"));
        }
        Command.mustRun(words.toArray(String[]::new));
        try {
            return Files.writeString(chain, Files.readString(Path.of(key)) + Files.readString(Path.of(certificate)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stand-in. */
    static Path resource(String name) {
        try {
            return Path.of(SmtpPrograms.class.getResource("/org/tlsproxy/smtpd/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the model program recorded, once it has ended; empty if it never began. */
    static String recorded(Path file) {
        try {
            long until = System.nanoTime() / 1_000_000 + PATIENCE_MILLIS;
            String text = "";
            while (System.nanoTime() / 1_000_000 < until) {
                text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
                if (text.endsWith("<EOF>") || text.endsWith("QUIT\r\n") || !Files.exists(file)) {
                    break;
                }
                Thread.onSpinWait();
            }
            return text.replace("<EOF>", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
