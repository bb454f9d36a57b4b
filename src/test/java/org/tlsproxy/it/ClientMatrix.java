package org.tlsproxy.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.tlsproxy.trust.Mint;
import org.tlsproxy.trust.TestCertificate;

/** Clients with certificates good and bad, and the authorities that they name. */
final class ClientMatrix {

    private static final long NOW = System.currentTimeMillis() / 1000;
    private static final long DAY = 86_400;
    private static final String CN = TestCertificate.CN;
    private static final String O = TestCertificate.O;

    static final Mint ROOT = current(Mint.authority("Root"));
    static final Mint OTHER = current(Mint.authority("Other Root").key("RSA2048:other"));
    private static final Mint SUB = current(Mint.authority("Sub")).by(ROOT);
    private static final Mint STRANGER = current(Mint.authority("Stranger"));

    private final Map<String, List<Mint>> clients = new LinkedHashMap<>();

    ClientMatrix() {
        keys();
        chains();
        purposes();
        weak();
        names();
    }

    private static Mint current(Mint certificate) {
        return certificate.dates(NOW - DAY, NOW + DAY);
    }

    private static Mint leaf(String name) {
        return current(Mint.leaf(name)).by(SUB);
    }

    private static Mint named(Object... parts) {
        return current(Mint.named(TestCertificate.name(parts)).key("named")).by(SUB);
    }

    private void client(String name, Mint... chain) {
        clients.put(name, List.of(chain));
    }

    private void keys() {
        client("good", leaf("client.test"), SUB);
        client("below the root", current(Mint.leaf("direct.test")).by(ROOT));
        client("below an RSA root", current(Mint.leaf("rsa-issued.test")).by(OTHER));
        for (String kind : List.of("P384", "P521", "RSA2048", "RSA1024", "PSS2048", "Ed25519", "Ed448")) {
            client(kind, leaf(kind + ".test").key(kind + ":client"), SUB);
        }
    }

    private void chains() {
        Mint old = Mint.authority("Old").by(ROOT).dates(NOW - 9 * DAY, NOW - DAY);
        Mint notAuthority = current(Mint.leaf("No Authority")).by(ROOT);
        Mint short0 = current(Mint.leaf("Short")).pathLength(0).by(ROOT);
        Mint deep = current(Mint.authority("Deep")).by(short0);
        Mint deeper = current(Mint.authority("Deeper")).by(SUB);
        Mint deepest = current(Mint.authority("Deepest")).by(deeper);
        Mint fenced = current(Mint.authority("Fenced")).by(ROOT).with("2.5.29.30", true, new NameConstraints(
            new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "fence.test"))}, null));
        client("expired", Mint.leaf("expired.test").by(SUB).dates(NOW - 9 * DAY, NOW - DAY), SUB);
        client("not yet valid", Mint.leaf("early.test").by(SUB).dates(NOW + DAY, NOW + 9 * DAY), SUB);
        client("self-signed", current(Mint.leaf("alone.test")));
        client("unknown authority", current(Mint.leaf("strange.test")).by(STRANGER));
        client("unknown authority sent", current(Mint.leaf("strange.test")).by(STRANGER), STRANGER);
        client("intermediate missing", leaf("gap.test"));
        client("root sent, too", leaf("all.test"), SUB, ROOT);
        client("sent in any order", leaf("mixed.test"), ROOT, STRANGER, SUB);
        client("expired intermediate", current(Mint.leaf("under-old.test")).by(old), old);
        client("intermediate is no authority", current(Mint.leaf("under-leaf.test")).by(notAuthority), notAuthority);
        client("path too long", current(Mint.leaf("far.test")).by(deep), deep, short0);
        client("two intermediates", current(Mint.leaf("deep.test")).by(deeper), deeper, SUB);
        client("three intermediates", current(Mint.leaf("deeper.test")).by(deepest), deepest, deeper, SUB);
        client("forged", leaf("forged.test").forged(), SUB);
        client("outside its fence", current(Mint.leaf("x.test")).by(fenced)
            .names(new GeneralName(GeneralName.dNSName, "x.test")), fenced);
        client("expired and for servers", Mint.leaf("both.test").by(SUB).dates(NOW - 9 * DAY, NOW - DAY)
            .purpose(KeyPurposeId.id_kp_serverAuth), SUB);
    }

    private void purposes() {
        client("for servers", leaf("server.test").purpose(KeyPurposeId.id_kp_serverAuth), SUB);
        client("for clients", leaf("clients.test").purpose(KeyPurposeId.id_kp_clientAuth), SUB);
        client("for mail", leaf("mail.test").purpose(KeyPurposeId.id_kp_emailProtection), SUB);
        client("key encipherment only", leaf("encipher.test").keyUsage(KeyUsage.keyEncipherment), SUB);
        client("an authority", leaf("authority.test").with("2.5.29.19", true, new BasicConstraints(true)), SUB);
        client("unknown critical extension", leaf("critical.test").unknown(true), SUB);
        Mint servers = current(Mint.authority("For Servers")).by(ROOT).purpose(KeyPurposeId.id_kp_serverAuth);
        client("below one for servers", current(Mint.leaf("under.test")).by(servers), servers);
    }

    private void weak() {
        Mint weak = current(Mint.authority("Weak")).by(ROOT).digest("SHA1");
        Mint small = current(Mint.authority("Small")).by(OTHER).key("RSA512:small");
        client("SHA-1", leaf("sha1.test").digest("SHA1"), SUB);
        client("SHA-1 above", current(Mint.leaf("under-sha1.test")).by(weak), weak);
        client("small key above", current(Mint.leaf("under-small.test")).by(small), small);
        client("small key", leaf("small.test").key("RSA768:tiny"), SUB);
    }

    private void names() {
        client("UTF-8", named(CN, "grün.test"), SUB);
        client("T61", named(CN, new DERT61String(new byte[] {'g', 'r', (byte) 0xfc, 'n'})), SUB);
        client("BMP", named(CN, new DERBMPString("grün€")), SUB);
        client("NUL", named(CN, "good.test\0.evil.test"), SUB);
        client("control character", named(CN, "bell\u0007"), SUB);
        client("long name", named(O, "Example", CN, "x".repeat(300)), SUB);
        client("longest name", named(CN, "x".repeat(255)), SUB);
        client("no common name", named(O, "Nameless"), SUB);
        client("empty subject", current(Mint.named(new X500Name(new org.bouncycastle.asn1.x500.RDN[0])).key("named")).by(SUB), SUB);
        client("many names", named(CN, "one.test", O, "Example", CN, "two.test"), SUB);
        Mint plain = current(Mint.named(TestCertificate.name(O, "Authority")).key("plain"))
            .with(new ASN1ObjectIdentifier("2.5.29.19").getId(), true, new BasicConstraints(true)).by(ROOT);
        client("issuer without common name", current(Mint.leaf("plain.test")).by(plain), plain);
    }

    Stream<String> all() {
        return clients.keySet().stream();
    }

    /** s_client's options to show this client's certificates. */
    String[] options(String name, Path directory) throws IOException {
        List<Mint> chain = clients.get(name);
        Path leaf = directory.resolve("client.pem");
        Path rest = directory.resolve("client-chain.pem");
        Files.writeString(leaf, pem("PRIVATE KEY", chain.get(0).privateKey()) + pem("CERTIFICATE", chain.get(0).der()));
        StringBuilder others = new StringBuilder();
        for (Mint other : chain.subList(1, chain.size())) {
            others.append(pem("CERTIFICATE", other.der()));
        }
        Files.writeString(rest, others);
        return chain.size() == 1 ? new String[] {"-cert", leaf.toString()}
            : new String[] {"-cert", leaf.toString(), "-cert_chain", rest.toString()};
    }

    /** A CAfile, or one file of a CApath. */
    static String file(Mint... authorities) {
        StringBuilder text = new StringBuilder();
        for (Mint authority : authorities) {
            text.append(pem("CERTIFICATE", authority.der()));
        }
        return text.toString();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
            + "\n-----END " + label + "-----\n";
    }
}
