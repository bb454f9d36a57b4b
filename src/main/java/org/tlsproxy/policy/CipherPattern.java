package org.tlsproxy.policy;

import java.util.Optional;

/**
 * Which suites one element of a cipher list speaks of, such as {@code kECDHE+AES} or {@code AES128-SHA}.
 *
 * @param traits mask of traits, see {@link CipherTraits}
 * @param id     wire value if the element names a suite, else 0; the last name wins, as in OpenSSL
 */
record CipherPattern(long traits, int id) {

    /** Matches everything; where an element starts. */
    static final CipherPattern ANY = new CipherPattern(0, 0);
    /** Matches nothing: the element has an unknown word, or words that exclude each other. */
    static final CipherPattern NOTHING = new CipherPattern(0, -1);

    /** This pattern narrowed by one more word. */
    CipherPattern and(String word) {
        long tag = CipherTraits.tag(word);
        if (tag != 0) {
            return narrowed(tag, id);
        }
        Optional<CipherSuite> suite = CipherSuites.byName(word);
        // A suite's name does not bring its protocol version into the search: AES256-SHA+SSLv3 is one suite.
        return suite.isPresent() ? narrowed(suite.get().traits() & ~CipherTraits.VERSIONS, suite.get().id()) : NOTHING;
    }

    boolean matches(CipherSuite suite) {
        return (id == 0 || id == suite.id()) && CipherTraits.match(traits, suite.traits());
    }

    private CipherPattern narrowed(long tag, int newId) {
        long both = CipherTraits.intersection(traits, tag);
        return both == 0 ? NOTHING : new CipherPattern(both, newId);
    }
}
