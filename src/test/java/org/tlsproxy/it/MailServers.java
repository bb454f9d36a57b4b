package org.tlsproxy.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.tlsproxy.trust.Mint;

/** Mail servers good and bad, on ports of their own: what a client of the mail world meets. */
final class MailServers {

    static final String HOST = Certificates.HOST;

    private static final long NOW = System.currentTimeMillis() / 1000;
    private static final long DAY = 86_400;

    private final Mint root = current(Mint.authority("Mail Root"));
    private final Mint sub = current(Mint.authority("Mail Sub")).by(root);
    private final byte[] rootDer = root.der();
    private final byte[] subDer = sub.der();
    private final Map<String, Server> servers = new LinkedHashMap<>();

    /** @param key PKCS#8, @param chain leaf first */
    private record Server(int port, byte[] key, List<byte[]> chain, String... arguments) { }

    MailServers() {
        server("good", leaf("good"));
        server("rsa", leaf("rsa").key("RSA2048:mail"));
        server("expired", Mint.leaf("expired").by(sub).dates(NOW - 9 * DAY, NOW - DAY).names(dns(HOST)));
        server("other name", current(Mint.leaf("other")).by(sub).names(dns("other.example.test")));
        server("wildcard", current(Mint.leaf("wildcard")).by(sub).names(dns("*.example.test")));
        server("common name", current(Mint.leaf(HOST)).by(sub));
        server("for clients", leaf("for clients").purpose(KeyPurposeId.id_kp_clientAuth));
        server("small key", leaf("small key").key("RSA1024:small"));
        server("SHA-1", leaf("SHA-1").digest("SHA1"));
        server("Ed25519", leaf("Ed25519").key("Ed25519:mail"));
        versions();
        smtps();
        chains();
        servers.put("no certificate", new Server(FreePort.next(), new byte[0], List.of(), "-o smtpd_tls_chain_files=",
            "-o smtpd_tls_cert_file=none"));
        servers.put("no TLS", new Server(FreePort.next(), new byte[0], List.of(), "-o smtpd_tls_security_level=none"));
    }

    private void versions() {
        server("TLS 1.2", leaf("TLS 1.2"), "-o smtpd_tls_protocols=<=TLSv1.2");
        server("TLS 1.1", leaf("TLS 1.1").key("RSA2048:mail"), "-o smtpd_tls_protocols=<=TLSv1.1");
        server("TLS 1.0", leaf("TLS 1.0").key("RSA2048:mail"), "-o smtpd_tls_protocols=<=TLSv1");
        server("TLS 1.2, session ids", leaf("TLS 1.2, session ids"), "-o smtpd_tls_protocols=<=TLSv1.2", "-o tls_ssl_options=NO_TICKET");
        server("another group", leaf("another group"), "-o tls_eecdh_auto_curves=secp384r1");
        server("RSA key exchange", leaf("RSA key exchange").key("RSA2048:mail"), "-o smtpd_tls_protocols=<=TLSv1.2",
            "-o tls_medium_cipherlist=AES256-SHA");
    }

    private void smtps() {
        server("smtps", leaf("smtps"), "-o smtpd_tls_wrappermode=yes");
        server("smtps wildcard", current(Mint.leaf("wildcard")).by(sub).names(dns("*.example.test")), "-o smtpd_tls_wrappermode=yes");
        server("smtps expired", Mint.leaf("expired").by(sub).dates(NOW - 9 * DAY, NOW - DAY).names(dns(HOST)),
            "-o smtpd_tls_wrappermode=yes");
        server("smtps small key", leaf("small key").key("RSA1024:small"), "-o smtpd_tls_wrappermode=yes");
        Mint short0 = leaf("short");
        servers.put("smtps intermediate missing", new Server(FreePort.next(), short0.privateKey(), List.of(short0.der()),
            "-o smtpd_tls_wrappermode=yes"));
        Mint own = current(Mint.leaf("own")).names(dns(HOST));
        servers.put("smtps self-signed", new Server(FreePort.next(), own.privateKey(), List.of(own.der()), "-o smtpd_tls_wrappermode=yes"));
        Mint direct = current(Mint.leaf("direct")).by(root).names(dns(HOST));
        servers.put("smtps below the root", new Server(FreePort.next(), direct.privateKey(), List.of(direct.der()),
            "-o smtpd_tls_wrappermode=yes"));
    }

    private void chains() {
        server("wants certificate", leaf("wants certificate"), "-o smtpd_tls_security_level=encrypt", "-o smtpd_tls_req_ccert=yes",
            "-o smtpd_tls_CAfile=$DIR/cert/root.pem");
        server("asks for certificate in TLS 1.2", leaf("asks"), "-o smtpd_tls_ask_ccert=yes", "-o smtpd_tls_protocols=<=TLSv1.2",
            "-o smtpd_tls_CAfile=$DIR/cert/root.pem");
        Mint alone = current(Mint.leaf("alone")).names(dns(HOST));
        servers.put("self-signed", new Server(FreePort.next(), alone.privateKey(), List.of(alone.der())));
        Mint lone = leaf("lone");
        servers.put("intermediate missing", new Server(FreePort.next(), lone.privateKey(), List.of(lone.der())));
        Mint all = leaf("all");
        servers.put("root sent, too", new Server(FreePort.next(), all.privateKey(), List.of(all.der(), subDer, rootDer)));
        Mint large = leaf("large").with("1.2.3.5", false, new org.bouncycastle.asn1.DEROctetString(new byte[16_000]));
        servers.put("large", new Server(FreePort.next(), large.privateKey(), List.of(large.der(), subDer)));
    }

    private static Mint current(Mint certificate) {
        return certificate.dates(NOW - DAY, NOW + 30 * DAY);
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private Mint leaf(String name) {
        return current(Mint.leaf(name)).by(sub).names(dns(HOST));
    }

    private void server(String name, Mint leaf, String... arguments) {
        servers.put(name, new Server(FreePort.next(), leaf.privateKey(), List.of(leaf.der(), subDer), arguments));
    }

    Stream<String> names() {
        return servers.keySet().stream();
    }

    /** Adds them all to an instance. What they receive they throw away. */
    PostfixSetup addTo(PostfixSetup setup) {
        for (Map.Entry<String, Server> each : servers.entrySet()) {
            List<String> arguments = new ArrayList<>(List.of("-o content_filter=discard:", "-o mynetworks=127.0.0.0/8"));
            if (each.getValue().key.length > 0) {
                arguments.add("-o smtpd_tls_chain_files=$DIR/cert/" + file(each.getKey()));
            }
            arguments.addAll(List.of(each.getValue().arguments));
            setup.smtpServer(each.getValue().port, arguments.toArray(new String[0]));
        }
        return setup;
    }

    private static String file(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "") + ".chain";
    }

    /** Writes their keys and certificates, and root.pem, sub.pem, sub.pub and client.chain. */
    void writeTo(Path directory) throws IOException {
        for (Map.Entry<String, Server> each : servers.entrySet()) {
            if (each.getValue().key.length > 0) {
                Files.writeString(directory.resolve(file(each.getKey())), pem("PRIVATE KEY", each.getValue().key)
                    + pems(each.getValue().chain));
            }
        }
        Files.writeString(directory.resolve("root.pem"), pem("CERTIFICATE", rootDer));
        Files.writeString(directory.resolve("sub.pem"), pem("CERTIFICATE", subDer));
        Files.writeString(directory.resolve("sub.pub"), pem("PUBLIC KEY", publicKey(subDer)));
        Mint client = current(Mint.leaf("client.example.test")).by(sub);
        Files.writeString(directory.resolve("client.chain"), pem("PRIVATE KEY", client.privateKey()) + pem("CERTIFICATE", client.der())
            + pem("CERTIFICATE", subDer));
    }

    private static byte[] publicKey(byte[] certificate) throws IOException {
        return org.bouncycastle.asn1.x509.Certificate.getInstance(certificate).getSubjectPublicKeyInfo().getEncoded();
    }

    private static String pems(List<byte[]> chain) {
        StringBuilder text = new StringBuilder();
        chain.forEach(der -> text.append(pem("CERTIFICATE", der)));
        return text.toString();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
            + "\n-----END " + label + "-----\n";
    }

    int port(String name) {
        return servers.get(name).port;
    }

    byte[] root() {
        return rootDer;
    }

    byte[] intermediate() {
        return subDer;
    }

    /** What a server sends, leaf first. */
    List<byte[]> chain(String name) {
        return servers.get(name).chain;
    }

    /** SHA-256 of the leaf, as main.cf wants it. */
    String fingerprint(String name) {
        try {
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(MessageDigest.getInstance("SHA-256").digest(chain(name).get(0)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
