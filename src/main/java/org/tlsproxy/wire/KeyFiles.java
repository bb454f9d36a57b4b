package org.tlsproxy.wire;

/**
 * The files of keys, certificates and authorities that a TLS context is made of, as in main.cf; empty ones are not used.
 *
 * @param chainFiles   chain_files
 * @param rsa          cert_file and key_file
 * @param dsa          dcert_file and dkey_file
 * @param ecdsa        eccert_file and eckey_file
 * @param authorities  CAfile and CApath
 */
public record KeyFiles(String chainFiles, Pair rsa, Pair dsa, Pair ecdsa, Authorities authorities) {

    /** No file at all. */
    public static final KeyFiles NONE =
            new KeyFiles("", new Pair("", ""), new Pair("", ""), new Pair("", ""), new Authorities("", ""));

    static final Layout LAYOUT = Layout.of(Layout.text("chain_files"), Layout.text("cert_file"), Layout.text("key_file"),
            Layout.text("dcert_file"), Layout.text("dkey_file"), Layout.text("eccert_file"), Layout.text("eckey_file"),
            Layout.text("CAfile"), Layout.text("CApath"));

    /** A certificate and its key. */
    public record Pair(String certificate, String key) {
        private static Pair of(Fields f) {
            return new Pair(f.text(), f.text());
        }
    }

    /** Trusted certificates. */
    public record Authorities(String file, String directory) { }

    /** True if not one file is named: whatever else such settings say, they do no harm, and Postfix does not warn of them. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    static KeyFiles of(Fields f) {
        return new KeyFiles(f.text(), Pair.of(f), Pair.of(f), Pair.of(f), new Authorities(f.text(), f.text()));
    }

    Object[] values() {
        return new Object[] {chainFiles, rsa.certificate(), rsa.key(), dsa.certificate(), dsa.key(),
            ecdsa.certificate(), ecdsa.key(), authorities.file(), authorities.directory()};
    }
}
