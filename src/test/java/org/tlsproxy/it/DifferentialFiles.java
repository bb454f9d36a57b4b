package org.tlsproxy.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keys, certificates and tables that {@link DifferentialCases} names. */
final class DifferentialFiles {

    private DifferentialFiles() { }

    static void make(PostfixInstance mx) throws IOException {
        Certificates made = mx.certificates();
        made.make("ed25519", "mail.example.test", "-newkey", "ed25519");
        made.make("ed448", "mail.example.test", "-newkey", "ed448");
        made.make("p384", "mail.example.test", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1");
        made.make("p521", "mail.example.test", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp521r1");
        made.make("rsa1024", "mail.example.test", "-newkey", "rsa:1024");
        made.make("rsa3072", "mail.example.test", "-newkey", "rsa:3072");
        made.make("pss", "mail.example.test", "-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048");
        made.make("sni", "sni.example.test", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        made.make("sni-rsa", "sni.example.test", "-newkey", "rsa:2048");
        made.chain("all", "ec.key", "ec.pem", "rsa.key", "rsa.pem", "ed25519.key", "ed25519.pem", "ed448.key", "ed448.pem");
        made.chain("mismatch", "ec.key", "sni.pem");
        made.chain("mismatch-first", "ec.key", "sni.pem", "rsa.key", "rsa.pem");
        made.chain("certificate-first", "ec.pem", "ec.key");
        made.chain("two-keys", "ec.key", "rsa.key", "rsa.pem");
        made.chain("key-only", "ec.key");
        made.chain("twice", "ec.key", "ec.pem", "sni.key", "sni.pem");
        made.chain("with-issuer", "ec.key", "ec.pem", "rsa.pem");
        Files.writeString(made.path("empty.chain"), "");
        Files.writeString(made.path("text.chain"), "no keys here\n");
        tables(mx.directory());
    }

    private static void tables(Path directory) throws IOException {
        String sni = directory + "/cert/sni.chain";
        String table = "sni.example.test " + sni + "\n.wild.example.test " + sni + "\nrsa.example.test " + directory + "/cert/sni-rsa.chain\n"
            + "broken.example.test " + directory + "/cert/certificate-first.chain\n";
        Files.writeString(directory.resolve("etc/sni"), table);
        Files.writeString(directory.resolve("etc/sni.regexp"), "/^re.*example\\.test$/ " + sni + "\n");
        Files.writeString(directory.resolve("etc/sni.bad"), "sni.example.test this is no base64!\n");
        Files.copy(directory.resolve("etc/sni"), directory.resolve("etc/sni-hash"));
        Command.mustRun("postmap", "-c", directory + "/etc", "-F", "hash:" + directory + "/etc/sni-hash");
        Command.mustRun("postmap", "-c", directory + "/etc", "hash:" + directory + "/etc/sni.bad");
    }
}
