package org.tlsproxy.config;

import java.util.List;

/**
 * One parameter of main.cf: what it is called, since when Postfix has it, what it may be and what it is when nobody sets it.
 *
 * @param name     its name in main.cf
 * @param type     what its value must look like
 * @param lifetime the releases of Postfix that read it
 * @param defaults its default and the releases that changed it, oldest first; not empty
 * @param minimum  the least length of a text, the least number or the least time in seconds
 * @param source   where its default comes from
 * @param meaning  one line for the manual page
 */
public record Parameter(String name, ParameterType type, Lifetime lifetime, List<Default> defaults, Minimum minimum,
                        Source source, String meaning) {

    /** Where the value comes from when main.cf and the options say nothing. */
    public enum Source {
        /** From the installed Postfix; without it, from our table. */
        INSTALLED,
        /** Always from our table, because the defaults of some releases are known to be faulty. */
        OURS,
        /** From the process: main.cf changes what {@code $name} expands to, never the value itself. */
        PROCESS,
        /** Nowhere: the name is accepted in main.cf, and tlsproxy never reads it. */
        IGNORED
    }

    /**
     * @param since     the first release that reads the parameter
     * @param until     the first release that no longer does; {@link MailVersion#NEVER} if all later ones do
     * @param otherwise the value in a release that does not know the parameter
     */
    public record Lifetime(MailVersion since, MailVersion until, String otherwise) { }

    /** A default and the first release that has it. */
    public record Default(MailVersion since, String text) { }

    /**
     * @param value      0 means that nothing is checked
     * @param looseSince the first release that does not check it any more
     */
    public record Minimum(int value, MailVersion looseSince) { }

    /** True when that release of Postfix reads the parameter. */
    public boolean existsIn(MailVersion version) {
        return version.isAtLeast(lifetime.since()) && !version.isAtLeast(lifetime.until());
    }

    /** The unexpanded default in that release. */
    public String defaultIn(MailVersion version) {
        String text = defaults.get(0).text();
        for (Default each : defaults) {
            if (version.isAtLeast(each.since())) {
                text = each.text();
            }
        }
        return text;
    }

    /** The least length, number or time in that release; 0 means that nothing is checked. */
    public int minimumIn(MailVersion version) {
        return version.isAtLeast(minimum.looseSince()) ? 0 : minimum.value();
    }
}
