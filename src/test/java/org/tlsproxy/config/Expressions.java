package org.tlsproxy.config;

import java.util.ArrayList;
import java.util.List;

/** Expressions to compare with Postfix: some chosen, and all combinations of the parts that expressions are made of. */
final class Expressions {

    /** What the expressions refer to; names that Postfix knows, so that postconf expands them. */
    static final String MAIN_CF = "relay_domains = y\nmynetworks = \nmydestination = <$relay_domains>\nproxy_interfaces = $nope\n"
        + "message_size_limit = 12\ncanonical_maps = ${relay_domains?{$mydestination}:{$}}\n";

    private static final String[] CHOSEN = {
        "plain", "a$", "a$-b", "$$relay_domains $$$relay_domains", "a$$", "$$$", "${}", "${ }", "$()", "${", "$(", "$a$", "${abc", "$(relay_domains}",
        "$relay_domains-$relay_domains.x", "$relay_domains?{x}", "$mydestination", "$canonical_maps", "${my-x} tail", "${ my x }", "${-x}", "${ = }",
        "${relay_domains.x}|", "${relay_domains(}", "${?a}|", "${:b}|", "${ :b}|", "${}}|", "$(relay_domains?{a)}:{b)}", "${relay_domains?{a)(}:{b)}}",
        "$({a} == {b} ? {x} : {y})", "$({a)} == {b})", "$(relay_domains?(a)b)", "${relay_domains?{a}}junk}", "${relay_domains?{${nope?{x}:{$mydestination}}}:{q}}",
        "${{{a}} == {{a}}}", "${{a$} == {y-x}}", "${{a$} == {b$}}", "${{a$} == b}", "${{a$} == {b} junk}", "${{a} == {b} ? {${my-x}} : {ok}}",
        "${{1}<{2}?{${relay_domains}}:{$}}", "zz ${my-x} and $", "zz ${my-x} $nope and $", "${my-x} ${my-y} $", "$ and ${my-x}", "${my-x} ${",
        "${relay_domains?{${my-x} $}} ${my-y}", "${{a$} == {${b-c} $}} ${my-y}", "${{a} ==level= {b}}", "${{a} ==level_ {b}}", "${{a} ==foo-bar {b}}",
        "${{a} ==foo123456789012345678901234567890 {b}}", "${{a} == ", "${{a} == {b", "${{a == {b}}", "${relay_domains?{a:b}", "${{a} ==? {b}}", "${{a} ==^{b}}",
        "${{+1} == {1}}", "${{1 } < {2}}", "${{007} == {7}}", "${{} < {7}}", "${{9223372036854775806} < {9223372036854775807}}",
        "${{99999999999999999999} == {a}}", "${{$message_size_limit} > {9}}", "${{a$$} == {a$$}}", "\u00e9 ${\u00e9}", "${{a} \u00e9 {b}}"};

    private static final String[] LEVELS = {"3", "3.9", "3.10", "3.10.0", "3.01", " 3", "+3", "3.", "3. 1", "3.-1", ".3", "3 ", "3.1.1023", "3.1024", "3.1.2.3", "x", "",
        "-1", "8796093022207.1", "8796093022208"};

    private Expressions() { }

    static List<String> all() {
        List<String> all = new ArrayList<>(List.of(CHOSEN));
        for (String condition : new String[] {"relay_domains", " nope ", "mynetworks", "proxy_interfaces", "{a} == {b}", "{a}!={b}", " { a }  <=  {b} "}) {
            for (String tail : new String[] {"", "?x", ":x y", ": x  y ", "? x", "? { a b } ", ":{a b}", "?{a}:{b}", "?{a} : b c", " ? {$relay_domains-}:{$mydestination+} ",
                "?a:b", "?", ":", "??", "?{a} junk", "?{a}{b}", ":{a} junk that is long enough to be cut", "?{a}:{b} junk", "?{a}?{b}", ":{a}:{b}", " junk"}) {
                all.add("<${" + condition + tail + "}>");
            }
        }
        for (String operator : new String[] {"==", "!=", "<", "<=", ">=", ">", "=", "=>", "<>", "===", "!", "", "==foo", "== junk", "==+"}) {
            for (String operands : new String[] {"{10} % {9}", "{a10}%{a9}", "{-2} %{-10}", "{} % {}", "{x} % y", "{x}z % {y}"}) {
                all.add("<${" + operands.replace("%", operator) + "}>");
            }
        }
        for (String level : LEVELS) {
            for (String operator : new String[] {"==", "<", ">="}) {
                all.add("<${{" + level + "} " + operator + "level {3.9}}>");
            }
        }
        return all;
    }
}
