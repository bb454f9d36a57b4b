package org.tlsproxy.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.log.Fatal;

/** What a server name finds in local tables, and what is said when it does not; the texts are those of smtpd 3.7.11. */
class SniLookupTest {

    @TempDir
    private Path directory;
    private final RecordingLog log = new RecordingLog();
    private String one;
    private String two;
    private String empty;

    @BeforeEach
    void makeValueFiles() throws IOException {
        one = file("one.pem", "first\n");
        two = file("two.pem", "no newline");
        empty = file("empty.pem", "");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private String find(String maps, String name) {
        return Lookups.text(Lookups.sni(maps, log, name));
    }

    @Test
    void shouldTryTheFullNameThenItsParentsWithLeadingDots() {
        String maps = "inline:{a.example=" + one + ", .b.example=" + two + "}";

        assertThat(find(maps, "a.example")).isEqualTo("first\n");
        assertThat(find(maps, "x.b.example")).isEqualTo("no newline");
        assertThat(find(maps, "x.y.b.example")).isEqualTo("no newline");
        assertThat(find(maps, "b.example")).isEqualTo("not found");
        assertThat(find(maps, "x.a.example")).isEqualTo("not found");
    }

    @Test
    void shouldAskAllTablesForAKeyBeforeItsParent() {
        String maps = "inline:{.b.example=" + one + "}, inline:{x.b.example=" + two + "} static:" + empty;

        assertThat(find(maps.substring(0, maps.lastIndexOf(' ')), "x.b.example")).isEqualTo("no newline");
    }

    @Test
    void shouldDescribeWhatIsFoundByTheNameAsSent() {
        SniResult result = Lookups.sni("static:" + one, log, "Mail.Example");

        assertThat(result).isInstanceOfSatisfying(SniResult.Found.class,
            found -> assertThat(found.description()).isEqualTo("SNI data for Mail.Example"));
    }

    @Test
    void shouldFoldKeysInTablesOfFixedStrings() throws IOException {
        String text = file("text", "A.Example " + one + "\n");

        assertThat(find("texthash:" + text, "a.EXAMPLE")).isEqualTo("first\n");
        assertThat(find("inline:{A.Example=" + one + "}", "a.EXAMPLE")).isEqualTo("first\n");
    }

    @Test
    void shouldFindNothingInAnEmptyList() {
        MapList maps = MapList.open(" , ", Lookups.context(log));

        assertThat(maps.isEmpty()).isTrue();
        assertThat(Lookups.sni(maps, "a.example")).isEqualTo(SniResult.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"static", "static:", ":x", "hash:/x plain"})
    void shouldRefuseWordsWithoutTypeOrName(String value) {
        String wrong = value.contains(" ") ? "plain" : value;

        assertThatThrownBy(() -> MapList.open(value.replace("hash:/x", "fail:x"), Lookups.context(log))).isInstanceOf(Fatal.class)
            .hasMessage("open dictionary: expecting \"type:name\" form instead of \"" + wrong + "\"");
    }

    @Test
    void shouldFailEachLookupInATableThatIsUnavailable() {
        String maps = find("nosuch:/x", "a.example");

        assertThat(log.records()).contains("error: unsupported dictionary type: nosuch");
        assertThat(maps.lines()).containsExactly("nosuch:/x is unavailable. unsupported dictionary type: nosuch",
            "nosuch:/x lookup error for \"a.example\"", "tls_server_sni_maps: a.example map lookup problem");
    }

    @Test
    void shouldTellHowToReachTypesThatOnlyProxymapKnows() {
        find("ldap:/x", "a.example");

        assertThat(log.records().get(0)).contains("specify \"proxy:ldap:/x\"");
    }

    @Test
    void shouldNameMissingDatabasesAsPostfixDoes() {
        assertThat(find("hash:/nope", "a.b")).startsWith("hash:/nope is unavailable. open database /nope.db: No such file or directory\n");
        assertThat(find("cdb:/nope", "a.b")).startsWith("cdb:/nope is unavailable. open database /nope.cdb: No such file");
        assertThat(find("lmdb:/nope", "a.b")).startsWith("lmdb:/nope is unavailable. open database /nope.lmdb: No such file");
        assertThat(find("texthash:/nope", "a.b")).startsWith("texthash:/nope is unavailable. open database /nope: No such file");
        assertThat(find("regexp:/nope", "a.b")).startsWith("regexp:/nope is unavailable. open /nope: No such file or directory\n");
        assertThat(find("cidr:/nope", "a.b")).startsWith("cidr:/nope is unavailable. open /nope: No such file or directory\n");
        assertThat(find("static:/nope", "a.b")).startsWith("static:/nope is unavailable. open /nope: No such file or directory\n");
        assertThat(find("static:/", "a.b")).startsWith("static:/ is unavailable. read /: Is a directory\n");
    }

    @Test
    void shouldFailOnAnEmptyResult() {
        String expected = "tls_server_sni_maps lookup of .example returns an empty string result\n"
            + "tls_server_sni_maps should return NO RESULT in case of NOT FOUND\ntls_server_sni_maps: u.example map lookup problem";

        assertThat(find("inline:{.example=" + empty + "}", "u.example")).isEqualTo(expected);
    }

    @Test
    void shouldFailOnBase64OfTwoResults() {
        String maps = "unionmap:{inline:{u.example=" + one + "},static:" + two + "}";

        assertThat(find(maps, "u.example").lines()).containsExactly(
            "table " + maps + ": key u.example: malformed BASE64 value: Zmlyc3QK,bm8gbmV3bGluZQ==",
            "tls_server_sni_maps: u.example map lookup problem");
    }

    @Test
    void shouldJoinAndPipeTables() {
        assertThat(find("unionmap:{inline:{u.example=" + one + "}, inline:{b=" + two + "}}", "u.example")).isEqualTo("first\n");
        assertThat(find("unionmap:{inline:{x=" + one + "}, inline:{b=" + two + "}}", "u.example")).isEqualTo("not found");
        assertThat(find("pipemap:{inline:{u.example=" + one + "}, static:" + two + "}", "u.example")).isEqualTo("no newline");
        assertThat(find("pipemap:{inline:{x=" + one + "}, static:" + two + "}", "u.example")).isEqualTo("not found");
        assertThat(find("pipemap:{static:" + one + ", fail:x}", "u.example")).startsWith("pipemap:{static:" + one + ", fail:x} lookup error");
    }

    @Test
    void shouldFailAUnionWhoseMemberIsUnavailable() {
        String maps = "unionmap:{static:" + one + ", nosuch:x}";

        assertThat(find(maps, "u.example").lines()).containsExactly("nosuch:x is unavailable. unsupported dictionary type: nosuch",
            maps + " lookup error for \"u.example\"", "tls_server_sni_maps: u.example map lookup problem");
    }

    @Test
    void shouldReadValueFilesOnceAndJoinThemWithANewline() throws IOException {
        MapList maps = MapList.open("static:{ " + two + ", " + one + " }", Lookups.context(log));
        Files.delete(Path.of(one));

        assertThat(Lookups.text(Lookups.sni(maps, "a.b"))).isEqualTo("no newline\nfirst\n");
    }

    @Test
    void shouldGiveEachOfTheRandomValuesNowAndThen() {
        MapList maps = MapList.open("randmap:{" + one + "," + two + "}", Lookups.context(log));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            seen.add(Lookups.text(Lookups.sni(maps, "a.b")));
        }

        assertThat(seen).contains("first\n", "no newline").doesNotContain("not found");
    }

    @Test
    void shouldLookUpANameWithAHundredParentsInConstantStack() {
        String name = "a.".repeat(120) + "b";

        assertThat(find("static:" + empty + " ", name)).contains("empty string result");
        assertThat(find("inline:{x=" + one + "}, cidr:{}", name)).isEqualTo("not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "mail.example.org", "bad_name", "_x.y", "a-b.c", "1.2.3.x", "xn--mnchen-3ya.example", "A.B", "a_"})
    void shouldTakeForHostNames(String name) {
        assertThat(SniLookup.isHostName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "a.b-", "1.2.3", "12", "a b", "a/b", "a:b", "m\u00fcnchen.example", "a\0b",
        "[1.2.3.4]", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.x"})
    void shouldNotTakeForHostNames(String name) {
        assertThat(SniLookup.isHostName(name)).isFalse();
    }

    @Test
    void shouldBoundTheLengthOfHostNames() {
        assertThat(SniLookup.isHostName("a.".repeat(127) + "b")).isTrue();
        assertThat(SniLookup.isHostName("a.".repeat(127) + "bc")).isFalse();
        assertThat(SniLookup.isHostName("a".repeat(63) + ".b")).isTrue();
    }
}
