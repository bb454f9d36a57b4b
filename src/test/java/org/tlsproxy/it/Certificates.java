package org.tlsproxy.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Self-signed certificates for a test's mail host, made by openssl: files {@code NAME.key}, {@code NAME.pem}, {@code NAME.chain}. */
final class Certificates {

    static final String HOST = "mail.example.test";

    private final Path directory;

    Certificates(Path directory) {
        this.directory = directory;
    }

    /** An EC P-256 key and certificate. */
    Path ec(String name, String commonName) throws IOException {
        return make(name, commonName, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
    }

    /** An RSA 2048 key and certificate. */
    Path rsa(String name, String commonName) throws IOException {
        return make(name, commonName, "-newkey", "rsa:2048");
    }

    Path make(String name, String commonName, String... key) throws IOException {
        String[] head = {"openssl", "req", "-x509"};
        String[] tail = {"-nodes", "-days", "3650", "-subj", "/CN=" + commonName, "-addext", "subjectAltName=DNS:" + commonName,
            "-keyout", path(name + ".key").toString(), "-out", path(name + ".pem").toString()};
        String[] words = new String[head.length + key.length + tail.length];
        System.arraycopy(head, 0, words, 0, head.length);
        System.arraycopy(key, 0, words, head.length, key.length);
        System.arraycopy(tail, 0, words, head.length + key.length, tail.length);
        Command.mustRun(words);
        return chain(name, name + ".key", name + ".pem");
    }

    /** A chain file of the parts given; readable by root alone, as keys are. */
    Path chain(String name, String... parts) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String part : parts) {
            all.append(Files.readString(path(part)));
        }
        Path chain = Files.writeString(path(name + ".chain"), all);
        Files.setPosixFilePermissions(chain, PosixFilePermissions.fromString("rw-------"));
        return chain;
    }

    Path path(String file) {
        return directory.resolve(file);
    }
}
