package org.tlsproxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our reading of cipher lists, word for word against the machine's {@code openssl ciphers}; runs where that is OpenSSL 3.0. */
@Tag("once")
class CipherListAgainstOpensslIT {

    private static final List<String> POSTFIX_DEFAULTS = List.of(
        "aNULL:-aNULL:HIGH:@STRENGTH",
        "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH",
        "aNULL:-aNULL:HIGH:MEDIUM:LOW:+RC4:@STRENGTH",
        "aNULL:-aNULL:HIGH:MEDIUM:LOW:EXPORT:+RC4:@STRENGTH",
        "eNULL:!aNULL",
        "aNULL:-aNULL:HIGH:!SEED:!IDEA:!3DES:!RC2:!RC4:!RC5:!kDH:!kECDH:!aDSS:!MD5:@STRENGTH",
        "aNULL:-aNULL:HIGH:MEDIUM:!SEED:!IDEA:!3DES:!RC2:!RC4:!RC5:!kDH:!kECDH:!aDSS:!MD5:+RC4:@STRENGTH",
        "eNULL:!kDH:!kECDH:!aDSS:!MD5:!aNULL");

    private static final List<String> TAGS = List.of(("ALL COMPLEMENTOFALL COMPLEMENTOFDEFAULT HIGH MEDIUM LOW FIPS FIPS140 EXPORT EXP "
        + "EXPORT40 EXPORT56 eFULL eNULL NULL kRSA kDHE kEDH DHE EDH DH kECDHE kEECDH ECDHE EECDH ECDH ADH AECDH RSA aRSA aDSS DSS "
        + "aECDSA ECDSA aNULL kDH kDHr kDHd aDH kECDH kECDHr kECDHe aECDH PSK kPSK aPSK kRSAPSK kECDHEPSK kDHEPSK SRP kSRP aSRP kGOST "
        + "aGOST GOST89MAC AES AES128 AES256 AESGCM AESCCM AESCCM8 CHACHA20 CAMELLIA CAMELLIA128 CAMELLIA256 ARIA ARIAGCM ARIA128 "
        + "ARIA256 3DES DES RC4 RC2 RC5 IDEA SEED MD5 SHA1 SHA SHA256 SHA384 SHA512 TLSv1.3 TLSv1.2 TLSv1.1 TLSv1.0 TLSv1 SSLv3 SSLv2 "
        + "CBC GCM AEAD DEFAULT UNKNOWN").split(" "));

    private static final List<String> ODDITIES = List.of("SUITEB128", "SUITEB128ONLY", "SUITEB192", "SUITEB128C2", "SUITEB128:AES",
        "SUITEB192X:!ALL", "SUITEB", "AES:SUITEB128", "DEFAULT", "DEFAULTAES", "DEFAULT:DEFAULT", "DEFAULT:!kRSA", "DEFAULT,ADH",
        "DEFAUL",
        "DEFAULT:@BAD", "AES:DEFAULT", "HIGH+FIPS", "TLS_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA", "AES!SHA",
        "AES128-SHA+AES256-SHA",
        "kRSA+AES256-SHA", "AES256-SHA+ECDHE", "AES@STRENGTH", "AES+", "!", "AES/SHA", "@SECLEVEL=6:AES", "@SECLEVEL=1x:AES",
        "@SECLEVEL=3:AES",
        "@FOO", "AES:@FOO", "", ":", "AES:-", "AES--SHA", "AES\tSHA", "AES256-SHA+TLSv1.2", "AES256-SHA+SSLv3", "TLSv1.2+AES256-SHA",
        "ALL:-eNULL:+AES:@STRENGTH;AESGCM", "aNULL:-aNULL:ALL:COMPLEMENTOFALL:@STRENGTH", "AES256-SHA+COMPLEMENTOFDEFAULT", "HIGH+NULL-SHA",
        "ECDHE-RSA-AES128-SHA+ECDHE-ECDSA-AES128-SHA", "AES+UNKNOWN", "UNKNOWN+AES", "ALL:@STRENGTH:@STRENGTH", "ALL @STRENGTH",
        "PSK", "SRP",
        "ALL:!ALL", "ALL:!ALL:ALL", "ALL:-ALL", "ALL:-ALL:ALL", "+ALL", "aes", "High", "ALL:+HIGH+TLSv1.2:-kRSA:kRSA+AES");

    @TempDir
    private static Path scratch;

    @BeforeAll
    static void needsOpenssl30() throws IOException, InterruptedException {
        List<String> version;
        try {
            version = run("openssl version", List.of());
        } catch (IOException noShell) {
            version = List.of();
        }
        assumeTrue(!version.isEmpty() && version.get(0).startsWith("OpenSSL 3.0."), "OpenSSL 3.0 is not installed here");
    }

    @Test
    void shouldReadThePostfixDefaultsAsOpensslDoes() throws Exception {
        compare(POSTFIX_DEFAULTS);
    }

    @Test
    void shouldReadEveryTagAloneAndExcludedAsOpensslDoes() throws Exception {
        List<String> lists = new ArrayList<>();
        for (String tag : TAGS) {
            lists.add(tag);
            for (String base : POSTFIX_DEFAULTS) {
                lists.add(base + ":!" + tag);
            }
            lists.add("ALL:COMPLEMENTOFALL:-" + tag + ":ALL:COMPLEMENTOFALL");
        }
        compare(lists);
    }

    @Test
    void shouldReadOddListsAsOpensslDoes() throws Exception {
        compare(ODDITIES);
    }

    @Test
    void shouldReadGeneratedListsAsOpensslDoes() throws Exception {
        Random random = new Random(20261121);
        List<String> lists = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            lists.add(generated(random));
        }
        compare(lists);
    }

    @Test
    void shouldKnowEverySuiteWithItsWireValueAndBits() throws Exception {
        List<String> theirs = new ArrayList<>();
        for (String line : run("openssl ciphers -V ALL:COMPLEMENTOFALL", List.of())) {
            String[] field = line.trim().split("\\s+");
            int id = Integer.parseInt(field[0].replace("0x", "").replace(",", ""), 16);
            String bits = field[6].contains("(") ? field[6].replaceAll(".*\\((\\d+)\\)", "$1") : "0";
            theirs.add(id + " " + field[2] + " " + bits);
        }
        List<String> ours = new ArrayList<>();
        for (int id : CipherSuites.TLS13) {
            ours.add(row(CipherSuites.byId(id).orElseThrow()));
        }
        for (CipherSuite suite : CipherSuites.table()) {
            ours.add(row(suite));
        }
        assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
    }

    private static String row(CipherSuite suite) {
        return suite.id() + " " + suite.name() + " " + suite.bits();
    }

    private static String generated(Random random) {
        StringBuilder list = new StringBuilder();
        int elements = 1 + random.nextInt(9);
        for (int i = 0; i < elements; i++) {
            list.append(i == 0 ? "" : random.nextInt(30) == 0 ? "" : ":,; ".substring(random.nextInt(4)).substring(0, 1));
            int kind = random.nextInt(20);
            if (kind == 0) {
                list.append("@STRENGTH");
            } else if (kind == 1) {
                list.append("@SECLEVEL=").append(random.nextInt(random.nextInt(10) == 0 ? 10 : 6));
            } else {
                list.append(List.of("", "", "", "-", "+", "!", "-").get(random.nextInt(i == 0 ? 3 : 7)));
                list.append(element(random));
            }
        }
        return list.toString();
    }

    private static String element(Random random) {
        StringBuilder element = new StringBuilder(word(random));
        while (random.nextInt(3) == 0) {
            element.append('+').append(word(random));
        }
        return element.toString();
    }

    private static String word(Random random) {
        CipherSuite[] table = CipherSuites.table();
        return random.nextInt(6) == 0 ? table[random.nextInt(table.length)].name() : TAGS.get(random.nextInt(TAGS.size()));
    }

    /** One shell for all lists: a process of its own for each would cost more than openssl itself (4 ms). */
    private static void compare(List<String> lists) throws IOException, InterruptedException {
        List<String> theirs = run("while IFS= read -r list; do openssl ciphers -ciphersuites '' \"$list\" 2>&1 | sed 's/^Error.*/ERROR/' | "
            + "head -n 1; done", lists);
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            expected.add(lists.get(i) + " => " + theirs.get(i));
            actual.add(lists.get(i) + " => " + ours(lists.get(i)));
        }
        assertThat(theirs).hasSameSizeAs(lists);
        assertThat(actual).isEqualTo(expected);
    }

    private static String ours(String list) {
        List<CipherSuite> matching = new CipherListEvaluator(list).matching();
        boolean fault = CipherList.evaluate(list) instanceof CipherList.Fault;
        assertThat(fault).isEqualTo(matching.isEmpty());
        return fault ? "ERROR" : matching.stream().map(CipherSuite::name).collect(Collectors.joining(":"));
    }

    private static List<String> run(String script, List<String> input) throws IOException, InterruptedException {
        Path in = Files.createTempFile(scratch, "lists", ".txt");
        Files.write(in, input, StandardCharsets.UTF_8);
        Process shell = new ProcessBuilder("sh", "-c", script).redirectInput(in.toFile()).start();
        List<String> out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().collect(Collectors.toList());
        shell.waitFor();
        return out;
    }
}
