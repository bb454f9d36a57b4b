package org.tlsproxy.engine;

/**
 * What is promised of a TLS server, whoever it is: subclasses bring the server. Where the RFCs leave a choice the promise is what
 * OpenSSL 3.0 does, since peers and log analysers know that; what only our server does stands in its own tests.
 */
abstract class Conformance {

    /** How the server is set up; all have an RSA and an EC certificate, all suites, and take TLS 1.0 to 1.3 unless said otherwise. */
    enum Setup { USUAL, TICKETS, TLS12_ONLY, SERVER_ORDER, LEVEL_ONE }

    abstract RawWire connect(Setup setup);

    RawWire connect() {
        return connect(Setup.USUAL);
    }

    String endingOf(RawHello hello) {
        try (RawClient client = new RawClient13(connect())) {
            client.hello(hello);
            return client.ending();
        }
    }
}
