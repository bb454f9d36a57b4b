package org.tlsproxy.config;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.config.Parameter.Default;
import org.tlsproxy.config.Parameter.Lifetime;
import org.tlsproxy.config.Parameter.Minimum;
import org.tlsproxy.config.Parameter.Source;

/** How a row of the parameter table is written down: type, name and default first, what is unusual about it after that. */
final class Row {

    private final ParameterType type;
    private final String name;
    private final List<Default> defaults = new ArrayList<>(2);
    private MailVersion since = MailVersion.OLDEST;
    private MailVersion until = MailVersion.NEVER;
    private MailVersion looseSince = MailVersion.NEVER;
    private String otherwise;
    private int minimum;
    private Source source = Source.INSTALLED;

    private Row(ParameterType type, String name, String text) {
        this.type = type;
        this.name = name;
        this.otherwise = neutral(type);
        defaults.add(new Default(MailVersion.OLDEST, text));
    }

    static Row text(String name, String text) {
        return new Row(ParameterType.TEXT, name, text);
    }

    static Row raw(String name, String text) {
        return new Row(ParameterType.RAW, name, text);
    }

    static Row number(String name, String text) {
        return new Row(ParameterType.NUMBER, name, text);
    }

    static Row inheritedNumber(String name, String text) {
        return new Row(ParameterType.INHERITED_NUMBER, name, text);
    }

    static Row flag(String name, String text) {
        return new Row(ParameterType.FLAG, name, text);
    }

    static Row inheritedFlag(String name, String text) {
        return new Row(ParameterType.INHERITED_FLAG, name, text);
    }

    static Row time(String name, String text) {
        return new Row(ParameterType.TIME, name, text);
    }

    /** The default changed in that release. */
    Row from(String version, String text) {
        defaults.add(new Default(MailVersion.of(version), text));
        return this;
    }

    /** The parameter is new in that release. */
    Row since(String version) {
        since = MailVersion.of(version);
        return this;
    }

    /** The parameter is gone in that release. */
    Row until(String version) {
        until = MailVersion.of(version);
        return this;
    }

    /** What we go by when the installed release does not know the parameter. */
    Row otherwise(String text) {
        otherwise = text;
        return this;
    }

    Row atLeast(int value) {
        minimum = value;
        return this;
    }

    /** From that release on the minimum is not checked. */
    Row looseSince(String version) {
        looseSince = MailVersion.of(version);
        return this;
    }

    Row ours() {
        source = Source.OURS;
        return this;
    }

    Row ofProcess() {
        source = Source.PROCESS;
        return this;
    }

    Row ignored() {
        source = Source.IGNORED;
        return this;
    }

    /** Ends the row with its line of the manual page. */
    Parameter says(String meaning) {
        return new Parameter(name, type, new Lifetime(since, until, otherwise), List.copyOf(defaults),
            new Minimum(minimum, looseSince), source, meaning);
    }

    private static String neutral(ParameterType type) {
        return switch (type) {
            case TEXT, RAW -> "";
            case NUMBER, INHERITED_NUMBER -> "0";
            case FLAG, INHERITED_FLAG -> "no";
            case TIME -> "0s";
        };
    }
}
