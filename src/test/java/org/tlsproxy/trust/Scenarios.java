package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;

/** Good and bad chains. What is expected is what {@code openssl verify} 3.0 says of them; PathVerifierIT asks it again. */
final class Scenarios {

    private static final Mint ROOT = Mint.authority("Root");
    private static final Mint SUB = Mint.authority("Sub").by(ROOT);
    private static final byte[] ROOT_DER = ROOT.der();
    private static final byte[] SUB_DER = SUB.der();
    private static final long PAST = Mint.NOW - 1_000;

    private Scenarios() { }

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        building(all);
        dates(all);
        authorities(all);
        purposes(all);
        strength(all);
        constraints(all);
        return all;
    }

    private static Scenario chain(String name, Mint leaf, String expected) {
        return Scenario.of(name, List.of(ROOT_DER), List.of(leaf.by(SUB).der(), SUB_DER), expected);
    }

    private static void building(List<Scenario> all) {
        byte[] leaf = Mint.leaf("leaf").by(SUB).der();
        byte[] alone = Mint.leaf("alone").der();
        byte[] direct = Mint.leaf("direct").by(ROOT).der();
        all.add(Scenario.of("root and intermediate", List.of(ROOT_DER), List.of(leaf, SUB_DER), ""));
        all.add(Scenario.of("root sent, too", List.of(ROOT_DER), List.of(leaf, SUB_DER, ROOT_DER), ""));
        all.add(Scenario.of("sent in any order", List.of(ROOT_DER), List.of(leaf, ROOT_DER, alone, SUB_DER), ""));
        all.add(Scenario.of("intermediate from the store", List.of(SUB_DER, ROOT_DER), List.of(leaf), ""));
        all.add(Scenario.of("directly below the root", List.of(ROOT_DER), List.of(direct), ""));
        all.add(Scenario.of("intermediate missing", List.of(ROOT_DER), List.of(leaf), "20@0 21@0"));
        all.add(Scenario.of("root missing", List.of(), List.of(leaf, SUB_DER), "20@1"));
        all.add(Scenario.of("root untrusted", List.of(), List.of(leaf, SUB_DER, ROOT_DER), "19@2"));
        all.add(Scenario.of("no partial chains", List.of(SUB_DER), List.of(leaf), "2@1"));
        all.add(Scenario.of("self-signed, untrusted", List.of(ROOT_DER), List.of(alone), "18@0"));
        all.add(Scenario.of("self-signed, trusted", List.of(alone), List.of(alone), ""));
        all.add(Scenario.of("leaf in the store only", List.of(leaf), List.of(leaf, SUB_DER), "20@1"));
        forging(all, leaf);
    }

    private static void forging(List<Scenario> all, byte[] leaf) {
        byte[] mimic = Mint.authority("Root").key("mimic").der();
        all.add(Scenario.of("root's mimic", List.of(ROOT_DER), List.of(Mint.leaf("l").by(Mint.authority("Root").key("mimic")).der(), mimic),
            "7@0"));
        all.add(chain("forged leaf", Mint.leaf("forged").forged(), "7@0"));
        all.add(Scenario.of("forged intermediate", List.of(ROOT_DER),
            List.of(leaf, Mint.authority("Sub").by(ROOT).forged().der()), "7@1"));
        all.add(Scenario.of("depth reached", List.of(ROOT_DER), List.of(leaf, SUB_DER), "").depth(0));
        Mint deep = Mint.authority("Deep").by(SUB);
        List<byte[]> three = List.of(Mint.leaf("deep leaf").by(deep).der(), deep.der(), SUB_DER);
        all.add(Scenario.of("one too deep", List.of(ROOT_DER), three, "22@2").depth(0));
        all.add(Scenario.of("deep enough", List.of(ROOT_DER), three, "").depth(1));
        Mint keyed = Mint.authority("Keyed").by(ROOT).subjectKey(1);
        all.add(Scenario.of("other authority key", List.of(ROOT_DER),
            List.of(Mint.leaf("k").by(keyed).authorityKey(2).der(), keyed.der()), "20@0 21@0"));
        all.add(Scenario.of("same authority key", List.of(ROOT_DER),
            List.of(Mint.leaf("k").by(keyed).authorityKey(1).der(), keyed.der()), ""));
        all.add(Scenario.of("names in other letters and blanks", List.of(Mint.authority("  THE   Root ").der()),
            List.of(Mint.leaf("x").by(Mint.authority("the root").key("  THE   Root ")).der()), ""));
        Mint edwards = Mint.authority("Edwards").key("Ed25519:e");
        all.add(Scenario.of("Ed25519", List.of(edwards.der()), List.of(Mint.leaf("x").by(edwards).der()), ""));
        Mint goldilocks = Mint.authority("Goldilocks").key("Ed448:e");
        all.add(Scenario.of("Ed448", List.of(goldilocks.der()), List.of(Mint.leaf("x").by(goldilocks).der()), ""));
        Mint rsa = Mint.authority("RSA").key("RSA1024:r");
        all.add(Scenario.of("RSA", List.of(rsa.der()), List.of(Mint.leaf("x").by(rsa).der()), ""));
        all.add(Scenario.of("MD5", List.of(rsa.der()), List.of(Mint.leaf("x").by(rsa).digest("MD5").der()), ""));
    }

    private static void dates(List<Scenario> all) {
        all.add(chain("leaf expired", Mint.leaf("old").dates(PAST - 10, PAST), "10@0"));
        all.add(chain("leaf from the future", Mint.leaf("new").dates(Mint.NOW + 10, Mint.NOW + 20), "9@0"));
        Mint old = Mint.authority("Old").by(ROOT).dates(PAST - 10, PAST);
        all.add(Scenario.of("intermediate expired", List.of(ROOT_DER), List.of(Mint.leaf("x").by(old).der(), old.der()), "10@1"));
        Mint oldRoot = Mint.authority("Old Root").dates(PAST - 10, PAST);
        all.add(Scenario.of("root expired", List.of(oldRoot.der()), List.of(Mint.leaf("x").by(oldRoot).der()), "10@1"));
        byte[] renewed = Mint.authority("Old").key("Old").by(ROOT).der();
        all.add(Scenario.of("valid one of two intermediates", List.of(ROOT_DER),
            List.of(Mint.leaf("x").by(old).der(), old.der(), renewed), ""));
        all.add(Scenario.of("root missing and leaf expired", List.of(),
            List.of(Mint.leaf("x").by(SUB).dates(PAST - 10, PAST).der(), SUB_DER), "20@1 10@0"));
    }

    private static void authorities(List<Scenario> all) {
        Mint none = Mint.leaf("None").by(ROOT);
        all.add(below("no authority at all", none, "79@1 26@1"));
        Mint no = Mint.leaf("No").by(ROOT).with("2.5.29.19", true, new BasicConstraints(false));
        all.add(below("authority that denies it", no, "79@1 26@1"));
        all.add(below("authority by key usage", Mint.leaf("Usage").by(ROOT).keyUsage(KeyUsage.keyCertSign), "79@1"));
        Mint noSign = Mint.authority("No Sign").by(ROOT).keyUsage(KeyUsage.cRLSign);
        all.add(below("authority that must not sign", noSign, "79@1 26@1 32@1"));
        Mint one = Mint.leaf("One").versionOne();
        all.add(Scenario.of("version 1 root", List.of(one.der()), List.of(Mint.leaf("x").by(one).der()), ""));
        Mint plain = Mint.leaf("Plain");
        all.add(Scenario.of("version 3 root without constraints", List.of(plain.der()), List.of(Mint.leaf("x").by(plain).der()),
            "79@1 26@1"));
        Mint zero = Mint.leaf("Zero").by(ROOT).pathLength(0);
        all.add(below("path length 0, directly", zero, ""));
        Mint under = Mint.authority("Under").by(zero);
        all.add(Scenario.of("path length exceeded", List.of(ROOT_DER),
            List.of(Mint.leaf("x").by(under).der(), under.der(), zero.der()), "25@2"));
        all.add(chain("unknown critical extension", Mint.leaf("x").unknown(true), "34@0"));
        all.add(chain("unknown extension", Mint.leaf("x").unknown(false), ""));
        all.add(chain("critical policies", Mint.leaf("x").with("2.5.29.32", true, new DERSequence(new DERSequence(
            new ASN1ObjectIdentifier("1.2.3")))), ""));
    }

    private static Scenario below(String name, Mint authority, String expected) {
        return Scenario.of(name, List.of(ROOT_DER), List.of(Mint.leaf("x").by(authority).der(), authority.der()), expected);
    }

    private static void purposes(List<Scenario> all) {
        KeyPurposeId server = KeyPurposeId.id_kp_serverAuth;
        KeyPurposeId client = KeyPurposeId.id_kp_clientAuth;
        all.add(chain("server as server", Mint.leaf("x").purpose(server), ""));
        all.add(chain("server as client", Mint.leaf("x").purpose(server), "26@0").client());
        all.add(chain("client as server", Mint.leaf("x").purpose(client), "26@0"));
        all.add(chain("client as client", Mint.leaf("x").purpose(client, server), "").client());
        all.add(chain("any purpose only", Mint.leaf("x").purpose(KeyPurposeId.anyExtendedKeyUsage), "26@0"));
        all.add(chain("other key usage", Mint.leaf("x").keyUsage(KeyUsage.dataEncipherment), "26@0"));
        all.add(chain("encipherment as server", Mint.leaf("x").keyUsage(KeyUsage.keyEncipherment), ""));
        all.add(chain("encipherment as client", Mint.leaf("x").keyUsage(KeyUsage.keyEncipherment), "26@0").client());
        Mint mail = Mint.authority("Mail").by(ROOT).purpose(KeyPurposeId.id_kp_emailProtection);
        all.add(below("authority for mail only", mail, "26@1"));
    }

    private static void strength(List<Scenario> all) {
        all.add(chain("weak leaf", Mint.leaf("x").key("RSA512:x"), "66@0").level(1));
        all.add(chain("weak leaf, level 0", Mint.leaf("x").key("RSA512:x"), ""));
        all.add(chain("1024 bits", Mint.leaf("x").key("RSA1024:x"), "").level(1));
        all.add(chain("1024 bits, level 2", Mint.leaf("x").key("RSA1024:x"), "66@0").level(2));
        Mint weak = Mint.authority("Weak").by(ROOT).key("RSA512:w");
        all.add(below("weak intermediate", weak, "67@1").level(1));
        all.add(chain("SHA-1", Mint.leaf("x").digest("SHA1"), "68@0").level(1));
        all.add(chain("SHA-1, level 0", Mint.leaf("x").digest("SHA1"), ""));
        Mint oldRoot = Mint.authority("SHA-1 Root").digest("SHA1");
        all.add(Scenario.of("SHA-1 root", List.of(oldRoot.der()), List.of(Mint.leaf("x").by(oldRoot).digest("SHA256").der()), "").level(1));
    }

    private static void constraints(List<Scenario> all) {
        Mint dns = constrained("DNS", List.of(new GeneralName(GeneralName.dNSName, "example.com")),
            List.of(new GeneralName(GeneralName.dNSName, "bad.example.com")));
        all.add(within("permitted name", dns, Mint.leaf("x").names(dns("mx.example.com")), ""));
        all.add(within("permitted name itself", dns, Mint.leaf("x").names(dns("EXAMPLE.com")), ""));
        all.add(within("other name", dns, Mint.leaf("x").names(dns("mx.example.com"), dns("myexample.com")), "47@0"));
        all.add(within("excluded name", dns, Mint.leaf("x").names(dns("mx.bad.example.com")), "48@0"));
        all.add(within("common name inside", dns, Mint.leaf("mx.example.com"), ""));
        all.add(within("common name outside", dns, Mint.leaf("mx.example.org"), "47@0"));
        all.add(within("common name that is no host", dns, Mint.leaf("some server"), ""));
        Mint address = constrained("Address", List.of(new GeneralName(GeneralName.iPAddress, "192.0.2.0/24")), List.of());
        all.add(within("address inside", address, Mint.leaf("x").names(new GeneralName(GeneralName.iPAddress, "192.0.2.7")), ""));
        all.add(within("address outside", address, Mint.leaf("x").names(new GeneralName(GeneralName.iPAddress, "192.0.3.7")), "47@0"));
        Mint mail = constrained("Mail C", List.of(new GeneralName(GeneralName.rfc822Name, "example.com")), List.of());
        all.add(within("mailbox inside", mail, Mint.leaf("x").names(new GeneralName(GeneralName.rfc822Name, "a@EXAMPLE.com")), ""));
        all.add(within("mailbox outside", mail, Mint.leaf("x").names(new GeneralName(GeneralName.rfc822Name, "a@x.example.com")), "47@0"));
        Mint directory = constrained("Directory",
            List.of(new GeneralName(GeneralName.directoryName, TestCertificate.name(TestCertificate.O, "EXAMPLE").toString())), List.of());
        all.add(within("directory name inside", directory, Mint.leaf("x"), ""));
        all.add(within("directory name outside", directory, Mint.named(TestCertificate.name(TestCertificate.O, "Other")), "47@0"));
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static Mint constrained(String name, List<GeneralName> permitted, List<GeneralName> excluded) {
        return Mint.authority(name).by(ROOT).with("2.5.29.30", true, new NameConstraints(subtrees(permitted), subtrees(excluded)));
    }

    private static GeneralSubtree[] subtrees(List<GeneralName> names) {
        return names.isEmpty() ? null : names.stream().map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
    }

    private static Scenario within(String name, Mint authority, Mint leaf, String expected) {
        return Scenario.of(name, List.of(ROOT_DER), List.of(leaf.by(authority).der(), authority.der()), expected);
    }
}
