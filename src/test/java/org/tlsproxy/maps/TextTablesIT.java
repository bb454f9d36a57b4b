package org.tlsproxy.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables in text form: what we find in them and what we complain of, against the machine's {@code postmap -F -q}. {@code S} and {@code N}
 * stand for two files with contents, {@code ~} for the end of a line.
 */
@Tag("once")
class TextTablesIT {

    @TempDir
    private Path directory;
    private final RecordingLog log = new RecordingLog();
    private final ExecutorService postmaps = Executors.newCachedThreadPool();

    @AfterEach
    void endThem() {
        postmaps.shutdownNow();
    }

    @BeforeEach
    void makeValueFiles() throws IOException {
        Files.writeString(directory.resolve("S"), "second\n");
        Files.writeString(directory.resolve("N"), "no newline");
    }

    private String named(String text) {
        return text.replaceAll("\\b([SN])\\b", directory + "/$1");
    }

    /** A postmap(1) that ends by "fatal" pauses for a second: those for several keys run side by side. */
    private void compare(String table, String... keys) {
        Map<String, Future<Postmap.Result>> told = new LinkedHashMap<>();
        for (String key : keys) {
            told.put(key, postmaps.submit(() -> Postmap.run("", "postmap", "-F", "-q", key, table)));
        }
        told.forEach((key, result) -> compare(table, key, of(result)));
    }

    private static Postmap.Result of(Future<Postmap.Result> result) {
        try {
            return result.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private void compare(String table, String key, Postmap.Result told) {
        log.records().clear();
        String ours = Lookups.text(Lookups.sni(table, log, key));

        if (told.exit() == 0) {
            assertThat(ours + "\n").as(table + " " + key).isEqualTo(told.output());
        } else if (told.complaints().stream().noneMatch(line -> line.startsWith("fatal"))) {
            assertThat(ours).as(table + " " + key).isEqualTo("not found");
        } else {
            assertThat(ours).as(table + " " + key).contains("map lookup problem");
        }
        assertThat(log.records()).as(table + " " + key).isEqualTo(expectedRecords(told));
    }

    /** What postmap ends for is an error record in a daemon; it reads a file that is just being changed several times. */
    private static List<String> expectedRecords(Postmap.Result told) {
        List<String> records = new ArrayList<>();
        for (String line : new LinkedHashSet<>(told.complaints())) {
            records.add(line.replaceFirst("^fatal", "error"));
        }
        return records;
    }

    private void compareFile(String type, String rules, String... keys) throws IOException {
        Postmap.needs(type);
        Path file = Files.writeString(directory.resolve("table"), named(rules).replace("~", "\n") + "\n");
        compare(type + ":" + file, keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo S~bar", "foo /nonexist~bar N", "\"foo\" S~bar N", " foo S~bar N", "foo S~# comment~  N~~   ~bar~   S",
        "foo: S~bar ,", "foo S,~bar S,,N", "foo S # comment~bar x N", "foo~  # c~~  /nonexist~bar~   ~ x", "Foo S~BAR\tN", ""})
    void shouldReadTexthashAsPostmapDoes(String text) throws IOException {
        compareFile("texthash", text, "foo", "bar", "BAR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/foo/ /nonexist~/f/ S", "/(f)oo/ /x/$1.pem~/f/ S", "/foo/q S~/f/ N", "/foo S~/f/ N", "foo S~/f/ N", "/foo/~/f/ N",
        "if /f/~/o/ S~endif~// N", "if !/f/~/a/ S~endif foo~/o/ N", "if /f/ junk~/a/ S", "endif~/o/ N", "IF /f/~/o/ S~ENDIF", "if~/o/ S~ENDIF",
        "!!/f/ S", "! /f/ S", "/f/ii S~@o@ N", "/f\\/x|o/ S", "  /foo/ S~/b/ N", "/FOO/i S~/b/ N", "/foo/ S , N~/b/ N", "iffy/foo/ S~/b/ N",
        "if/f/~/f/ N~endif", "/^foo$/ S~/^.a/ N", "/[[:alpha:]]{4}/ S~/[^a-n]$/ N", "/(f|b)(a|o)\\2?/ S", "~/foo/~  # c~~  /nonexist~if /bar/ x~   y~bar~  z"})
    void shouldReadPatternsAsPostmapDoes(String rules) throws IOException {
        compareFile("regexp", rules, "foo", "bar", "FOO", "fo-o", "bart");
        compareFile("pcre", rules, "foo", "bar", "FOO", "fo-o", "bart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fo(o/ S~/f/ N", "if /f(/~/o/ S~endif~/f/ N", "/*f/ S", "/fo{2}/x S~/fo\\{2\\}/x N", "/f{,2}$/ N", "/[]f]/ N", "/\\<fo+?\\>/ S",
        "/^f(o)\\1$/ S", "/a**r/ S", "/[f/ S", "/(/ S", "/)/ S~/f/ N", "/[[:upper:]]a/ S", "/[z-a]/ S", "/o{1/ S", "/o{2,1}/ S", "/\\wo\\b/ S",
        "/^*a/ S", "/f|*/ S", "/()a/ S", "/\\(f\\)\\1*o/x S", "/*o/x S~/f*o/x N", "/[a\\]/ S", "/.[.a.]/ S", "/\\2/ S"})
    void shouldReadPosixExpressionsAsPostmapDoes(String rules) throws IOException {
        compareFile("regexp", rules, "foo", "bar", "FOO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/(?<x>f)\\k{x}|f/ S", "/(?i)F/i S", "/ f o/x S", "/o/A S~/f/A N", "/[[:^alpha:]]/ S", "/[&&]|b/ S", "/a{,2}/ S", "/(?#x)f/ S",
        "/\\Qf.o\\E|\\x66/ S", "/f(?=o)/ S", "/(?<!f)o/ S", "/^(?:f|b)\\w++$/ S", "/[]f]/ S", "/[a\\]f]/ S", "/(?P<a>o)(?P=a)/ S", "/\\Bo/ S", "/o$/E S"})
    void shouldReadPerlExpressionsAsPostmapDoes(String rules) throws IOException {
        compareFile("pcre", rules, "foo", "bar", "FOO");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"static:S", "static:{S, N}", "static:{ S N }", "static:/nonexist", "static:/", "inline:{foo=S}", "inline:{fOo=S}",
        "inline:{ { foo = S N } , bar=N}", "inline:{ { foo = S, N } , bar=N}", "inline:{foo=S, bar=/nonexist}", "inline:{foo}", "inline:{foo=}",
        "inline:{}", "inline:{foo=S", "inline:foo=S", "inline:{foo=S, foo=N}", "inline:{foo=S}x", "inline:{{foo=S}x}", "inline:{{foo=S}",
        "randmap:{S}", "randmap:{{S N}}", "randmap:{/nonexist}", "randmap:{}", "randmap:x", "unionmap:{inline:{foo=S}, inline:{bar=N}}",
        "unionmap:{}", "unionmap:{foo}", "unionmap:inline:{x=y}", "pipemap:{inline:{foo=S}, static:N}", "pipemap:{inline:{bar=S}, static:N}",
        "pipemap:{inline:{foo=S}, inline:{bar=N}}", "pipemap:{}", "pipemap:{hash:/nonexist}", "regexp:{{/foo/ S}, {/bar/ N}}", "regexp:{/foo/ S}",
        "regexp:{}", "regexp:{{}}", "regexp:{{/foo/ /nonexist}}", "regexp:/nonexist", "texthash:/nonexist", "hash:/nonexist", "lmdb:/nonexist",
        "cdb:/nonexist", "cidr:/nonexist", "cidr:{}", "cidr:{x}"})
    void shouldReadTablesInTheParameterAsPostmapDoes(String table) {
        Postmap.needs(table.substring(0, table.indexOf(':')));
        compare(named(table), "foo", "BAR");
    }
}
