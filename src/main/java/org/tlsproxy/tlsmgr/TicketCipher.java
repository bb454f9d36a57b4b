package org.tlsproxy.tlsmgr;

import java.util.Locale;
import java.util.Set;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.StartupMessages;

/**
 * tls_session_ticket_cipher: whether there are session tickets. Which cipher it names does not matter, since only processes of this
 * program read its tickets and seal them with AES-256-GCM; but a name that makes Postfix do without tickets makes us do so too.
 */
public final class TicketCipher {

    /**
     * OpenSSL's names and object identifiers of ciphers in CBC mode with IVs of 16 bytes and keys of 16 to 32, as OpenSSL 3 has them
     * without its legacy provider: so seed-cbc is not among them. Postfix takes aes-*-cbc-hmac-* and aes-*-cbc-cts without a word,
     * but no ticket comes out; here they are invalid.
     */
    private static final Set<String> VALID = Set.of(
        "aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "aes128", "aes192", "aes256",
        "2.16.840.1.101.3.4.1.2", "2.16.840.1.101.3.4.1.22", "2.16.840.1.101.3.4.1.42",
        "camellia-128-cbc", "camellia-192-cbc", "camellia-256-cbc", "camellia128", "camellia192", "camellia256",
        "1.2.392.200011.61.1.1.1.2", "1.2.392.200011.61.1.1.1.3", "1.2.392.200011.61.1.1.1.4",
        "aria-128-cbc", "aria-192-cbc", "aria-256-cbc", "aria128", "aria192", "aria256",
        "1.2.410.200046.1.1.2", "1.2.410.200046.1.1.7", "1.2.410.200046.1.1.12",
        "sm4-cbc", "sm4", "1.2.156.10197.1.104.2");

    private TicketCipher() { }

    /** True if there are to be tickets; warns of an invalid name. @param name the parameter's value, empty for no tickets */
    public static boolean allowsTickets(String name, Logger log) {
        if (name.isEmpty()) {
            return false;
        }
        boolean valid = VALID.contains(name.toLowerCase(Locale.ROOT));
        if (!valid) {
            log.warn(StartupMessages.invalidTicketCipher(name));
        }
        return valid;
    }
}
