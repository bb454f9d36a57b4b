package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.log.Fatal;

/** The results and warnings are what Postfix 3.7.11 gave for the same expressions. */
class ExpanderTest {

    private static final String OPERATORS = "\"==\" or \"!=\"\" or \"<\"\" or \"<=\"\" or \">=\"\" or \">\" expected at: ";

    private final RecordingLogger logger = new RecordingLogger();
    private final Map<String, String> values = new HashMap<>(Map.of("y", "Y", "empty", "", "indirect", "<$y>", "blank", "$nope", "two", "2"));
    private final Expander expander = new Expander(name -> values.getOrDefault(name, ""), logger);

    @ParameterizedTest
    @CsvSource(delimiter = '@', ignoreLeadingAndTrailingWhitespace = false, emptyValue = "", nullValues = "NULL", quoteCharacter = '`', value = {
        "plain@plain", "$$y $$$y@$y $Y", "a$$@a$", "$y-$y.x@Y-Y.x", "${y}$(y)${ y }@YYY", "$indirect@<Y>", "$nope|${nope}|${ }@||", "$y?{x}@Y?{x}",
        "${y?text}@text", "${nope?text}|@|", "${y:text}|@|", "${nope:text}@text", "${empty:text}@text", "${nope: b c }x@ b c x", "${nope?{a} : b c }@ b c ", "${nope:  }|@  |", "${y?}|${nope:}|@||",
        "${y?{a}:{b}}@a", "${nope?{a}:{b}}@b", "${ y ? {a b} : { c } }x@a bx", "${nope\t?\t{a}\t:\t{ c }\t}x@ c x", "${y?{a}}@a", "${y:{a}}|@|",
        "${y?a:b}@a:b", "${nope?a:b}|@|", "${y?{a}:b}@a", "${nope?{a}:b}@b", "${y?$y:}@Y:", "${y??}@?", "${nope::}@:", "${blank?{a}:{b}}@a",
        "${?a}|@|", "${:b}|@b|", "$(y?{a}:{b})@a", "${y?{a)(}:{b)}}@a)(", "$(y?(a)b)@(a)b", "${y?{a}}junk}@ajunk}",
        "${y?{${nope?{x}:{${y}}}}:{q}}@Y", "${y?{${indirect}}:{$}}@<Y>",
        "${{a} == {a}}@true", "${{a} == {b}}|@|", "${{a}!={b}}@true", "${{a}=={a}?{x}:{y}}@x", "${{a}  ==  {a}?x:y}@x:y", "${{a} == {b} :  y z }@  y z ", "${{a} == {b}?{x}:y}@y",
        "${{a} == {b} : {y}}@y", "${{a} == {a} : {y}}|@|", "${{a} == {a} ? y z }@ y z ", "${{ a } == {a}}|@|", "${{} == {}}@true", "${{{a}} == {{a}}}@true",
        "${{10} < {9}}|@|", "${{10} > {9}}@true", "${{a10} < {a9}}@true", "${{-2} < {-10}}|@|", "${{007} == {7}}@true", "${{} < {7}}@true",
        "${{} == {0}}|@|", "${{+1} == {1}}|@|", "${{1 } < {2}}@true", "${{$two} <= {2}}${{$two} >= {3}}@true", "${{$y-x} == {Y-x} ? {is $y} : {$}}@is Y",
        "${{9223372036854775806} < {9223372036854775807}}@true", "${{3.10} <level {3.9}}|@|", "${{3.10} >level{3.9}}@true", "${{3} ==level {3.0.0}}@true",
        "${{3.1} !=level {3.2}}${{3.1.1023} <=level {3.2}}@truetrue", "${{3.1} >=level {3.2}}|@|", "${{ 3} ==level {+3}}@true", "$({a} == {b} ? {x} : {z})@z",
        "${{a$$} == {a$$}}@true"})
    void shouldExpandAsPostfixDoes(String expression, String expected) {
        assertThat(expander.expand(expression)).isEqualTo(expected);
        assertThat(logger.warnings).isEmpty();
    }

    private void assertWarnings(String expression, String... warnings) {
        logger.warnings.clear();
        assertThatThrownBy(() -> expander.expand(expression)).isInstanceOf(Fatal.class).hasMessage("dictionary mail_dict: macro processing error");
        assertThat(logger.warnings).as(expression).containsExactly(warnings);
    }

    @Test
    void shouldWarnOfAnEmptyName() {
        assertWarnings("a$", "empty macro name: \"a$\"");
        assertWarnings("a$-b", "empty macro name: \"a$-b\"");
        assertWarnings("zz ${}}|", "empty macro name: \"zz ${}}|\"");
        assertWarnings("zz $()", "empty macro name: \"zz $()\"");
    }

    @Test
    void shouldWarnOfAMissingBracket() {
        assertWarnings("${abc", "truncated macro reference: \"${abc\"");
        assertWarnings("$(abc}", "truncated macro reference: \"$(abc}\"");
        assertWarnings("${{a == {b}}", "truncated macro reference: \"${{a == {b}}\"");
    }

    @Test
    void shouldWarnOfABadName() {
        assertWarnings("${my-x} tail", "attribute name syntax error at: \"...my>>>-x\"");
        assertWarnings("${ my x }", "attribute name syntax error at: \"... my>>> x \"");
        assertWarnings("${y(}", "attribute name syntax error at: \"...y>>>(\"");
        assertWarnings("${-123456789012345678901234567890}", "attribute name syntax error at: \"...>>>-1234567890123456789\"");
    }

    @Test
    void shouldWarnOfABadOperator() {
        assertWarnings("${{a} = {b}}", OPERATORS + "\"...a}>>>= {b}\"");
        assertWarnings("${ { a } === {b}}", OPERATORS + "\"... a }>>>=== {b}\"");
        assertWarnings("${{a}}", OPERATORS + "\"...a}>>>\"");
        assertWarnings("${{a}x == {b}}", OPERATORS + "\"...a}>>>x == {b}\"");
        assertWarnings("${{a} ==-level {b}}", OPERATORS + "\"...a}>>>==-level {b}\"");
    }

    @Test
    void shouldWarnOfAMissingRightOperand() {
        assertWarnings("${{a} == b}", "\"{expression}\" expected at: \"...{a} ==>>> b\"");
        assertWarnings("${ { a  }  ==level   junk}", "\"{expression}\" expected at: \"...{ a  } ==>>>   junk\"");
        assertWarnings("${{a} == }", "\"{expression}\" expected at: \"...{a} ==>>> \"");
        assertWarnings("${{a} > level{3.9}}", "\"{expression}\" expected at: \"...{a} >>>> level{3.9}\"");
    }

    @Test
    void shouldWarnOfJunk() {
        assertWarnings("${{a} == {b} junk}", "\"?\" or \":\" expected at: \"...}>>>junk\"");
        assertWarnings("${{a} == {b} ? {x} junk}", "\":\" expected at: \"...x}>>>junk\"");
        assertWarnings("${y?{a}{b}}", "\":\" expected at: \"...a}>>>{b}\"");
        assertWarnings("${{a} == {b} ? {x} : {y} junk}", "unexpected input at: \"...y}>>>junk\"");
        assertWarnings("${nope:  {abc} ? {d} }|", "unexpected input at: \"...abc}>>>? {d} \"");
    }

    @Test
    void shouldWarnOfUnbalancedBraces() {
        assertWarnings("$(y?{a)}:{b)}", "unbalanced {} in attribute expression: \"{a\"");
        assertWarnings("$({a)} == {b})", "unbalanced {} in attribute expression: \"{a\"");
    }

    @Test
    void shouldWarnOfABadSuffix() {
        assertWarnings("${{a} <foo {b} ? {x}:{y}}", "bad operator suffix at: \"...<>>>foo\"");
        assertWarnings("${{a} ==foo-bar {b}}", "bad operator suffix at: \"...==>>>foo\"");
    }

    @Test
    void shouldWarnOfABadLevel() {
        assertWarnings("${{x} ==level {y}}", "malformed compatibility level syntax: \"x\"");
        assertWarnings("${{1} <=level {2.}}", "malformed compatibility level syntax: \"2.\"");
        assertWarnings("${{1.1024} <=level {2}}", "malformed compatibility level syntax: \"1.1024\"");
    }

    @Test
    void shouldReadOnForMistakesOfFormAfterAnError() {
        assertWarnings("zz ${my-x} $a and $", "attribute name syntax error at: \"...my>>>-x\"", "empty macro name: \"zz ${my-x} $a and $\"");
        assertWarnings("${my-x} ${my-y} $", "attribute name syntax error at: \"...my>>>-x\"");
        assertWarnings("${{a$} == {${b-c} $}} ${my-y}",
            "empty macro name: \"a$\"", "attribute name syntax error at: \"...b>>>-c\"", "empty macro name: \"${b-c} $\"");
    }

    @Test
    void shouldRefuseANumberThatDoesNotFit() {
        assertThatThrownBy(() -> expander.expand("${{99999999999999999999} > {5}}")).isInstanceOf(Fatal.class)
            .hasMessage("mac_exp_eval: bad conversion: 99999999999999999999");
        assertThat(expander.expand("${{99999999999999999999} == {a}}")).isEmpty();
    }

    @Test
    void shouldStopAtSelfReference() {
        values.put("self", "$self $self");
        assertWarnings("$self", "unreasonable macro call nesting: \"self\"");
    }

    @Test
    void shouldAllowNinetyNineNamesInAChain() {
        for (int i = 1; i < 102; i++) {
            values.put("p" + i, "$p" + (i + 1));
        }
        values.put("p100", "x");
        assertThat(expander.expand("$p1")).isEqualTo("x");
        values.put("p100", "$p101");
        values.put("p101", "x");
        assertWarnings("$p1", "unreasonable macro call nesting: \"x\"");
    }

    @Test
    void shouldBoundBracketsInBrackets() {
        assertThat(expander.expand("${y?{".repeat(100) + "x" + "}}".repeat(100))).isEqualTo("x");
        assertWarnings("${y?{".repeat(101) + "x" + "}}".repeat(101), "unreasonable macro call nesting: \"x\"");
    }
}
