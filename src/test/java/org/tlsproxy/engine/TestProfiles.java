package org.tlsproxy.engine;

import java.util.ArrayList;
import java.util.List;

/** Server profiles as a default Postfix configuration would give them, with the parts that tests vary. */
final class TestProfiles {

    static final List<Integer> ALL_VERSIONS = List.of(0x0304, 0x0303, 0x0302, 0x0301);
    static final List<Integer> GROUPS = List.of(0x11EC, 29, 23, 24, 25, 30, 256, 257);
    static final ServerProfile.Options OPTIONS = new ServerProfile.Options(false, 0, true, 0, false);
    static final ServerProfile.Resumption TICKETS = new ServerProfile.Resumption(true, false, true, 7200);
    static final ServerProfile.Resumption NO_TICKETS = new ServerProfile.Resumption(false, false, true, 7200);
    static final ServerProfile.ClientCerts NO_CERTS = new ServerProfile.ClientCerts(false, List.of());
    static final ServerProfile.ClientCerts ASK = new ServerProfile.ClientCerts(true, List.of());
    static final List<Integer> TLS13_SUITES = List.of(0x1302, 0x1303, 0x1301);

    private TestProfiles() {
    }

    /** Every suite of OpenSSL 3.0 in its order, NULL and anonymous ones included. */
    static List<Integer> allSuites() {
        List<Integer> suites = new ArrayList<>();
        int[] ids = {0xc02c, 0xc030, 0xa3, 0x9f, 0xcca9, 0xcca8, 0xccaa, 0xc0af, 0xc0ad, 0xc0a3, 0xc09f, 0xc05d, 0xc061, 0xc057,
            0xc053, 0xa7, 0xc02b, 0xc02f, 0xa2, 0x9e, 0xc0ae, 0xc0ac, 0xc0a2, 0xc09e, 0xc05c, 0xc060, 0xc056, 0xc052, 0xa6, 0xc024,
            0xc028, 0x6b, 0x6a, 0xc073, 0xc077, 0xc4, 0xc3, 0x6d, 0xc5, 0xc023, 0xc027, 0x67, 0x40, 0xc072, 0xc076, 0xbe, 0xbd,
            0x6c, 0xbf, 0xc00a, 0xc014, 0x39, 0x38, 0x88, 0x87, 0xc019, 0x3a, 0x89, 0xc009, 0xc013, 0x33, 0x32, 0x45, 0x44, 0xc018,
            0x34, 0x46, 0x9d, 0xc0a1, 0xc09d, 0xc051, 0x9c, 0xc0a0, 0xc09c, 0xc050, 0x3d, 0xc0, 0x3c, 0xba, 0x35, 0x84, 0x2f, 0x41,
            0xc006, 0xc010, 0xc015, 0x3b, 0x02, 0x01};
        for (int id : ids) {
            suites.add(id);
        }
        return suites;
    }

    static ServerProfile with(KeyChains chains) {
        return with(chains, ALL_VERSIONS, OPTIONS, NO_CERTS);
    }

    static ServerProfile with(KeyChains chains, List<Integer> versions, ServerProfile.Options options,
                              ServerProfile.ClientCerts certs) {
        return new ServerProfile(chains, versions, allSuites(), TLS13_SUITES, GROUPS, options, certs, TICKETS);
    }

    static ServerProfile versions(KeyChains chains, Integer... versions) {
        return with(chains, List.of(versions), OPTIONS, NO_CERTS);
    }
}
