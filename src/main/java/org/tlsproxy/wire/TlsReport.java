package org.tlsproxy.wire;

import java.util.List;

/**
 * Where and how smtp(8) would have TLS failures reported (RFC 8460), in builds with libtlsrpt. Empty strings mean "not set".
 *
 * @param socketName       where the report collector listens
 * @param policyDomain     whom the report is about
 * @param policyString     the domain's TLSRPT record
 * @param policy           the TLS policy that applies
 * @param peers            who talked to whom
 * @param skipReusedHandshakes do not report resumed sessions
 * @param flags            1 have policy, 2 have connection, 4 have EHLO, 8 already reported
 */
public record TlsReport(String socketName, String policyDomain, String policyString, Policy policy, Peers peers,
                        boolean skipReusedHandshakes, int flags) {

    private static final Layout LAYOUT = Layout.of(
            Layout.text("rpt_socket_name"),
            Layout.text("rpt_policy_domain"),
            Layout.text("rpt_policy_string"),
            Layout.number("tls_policy_type"),
            Layout.strings(),
            Layout.text("tls_policy_domain"),
            Layout.strings(),
            Layout.text("snd_mta_addr"),
            Layout.text("rcv_mta_name"),
            Layout.text("rcv_mta_addr"),
            Layout.text("rcv_mta_ehlo"),
            Layout.number("skip_reused_hs"),
            Layout.number("flags"));

    static final Layout.Row ROW = Layout.optionalGroup("tlsrpt", LAYOUT, LAYOUT).in(Trait.TLSRPT_BUILD);

    /**
     * @param type    libtlsrpt's number
     * @param strings the policy itself
     * @param mxHosts host patterns
     */
    public record Policy(int type, List<String> strings, String domain, List<String> mxHosts) { }

    /** Sender's address; receiver's name, address and EHLO name. */
    public record Peers(String sender, String receiverName, String receiverAddress, String receiverEhlo) { }

    static TlsReport of(Fields f) {
        return new TlsReport(f.text(), f.text(), f.text(), new Policy(f.number(), f.strings(), f.text(), f.strings()),
                new Peers(f.text(), f.text(), f.text(), f.text()), f.flag(), f.number());
    }

    Object[] values() {
        return new Object[] {socketName, policyDomain, policyString,
            policy.type(), Fields.ofStrings(policy.strings()), policy.domain(), Fields.ofStrings(policy.mxHosts()),
            peers.sender(), peers.receiverName(), peers.receiverAddress(), peers.receiverEhlo(),
            Fields.ofFlag(skipReusedHandshakes), flags};
    }
}
