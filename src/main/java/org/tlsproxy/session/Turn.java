package org.tlsproxy.session;

import org.tlsproxy.log.Logger;

/**
 * What a state may use while it handles an event: lent by the worker to one session at a time.
 *
 * @param services  the worker's knowledge: roles, profiles, reports
 * @param log       where lines go
 * @param toClient  bytes for the local client
 */
public record Turn(Services services, Logger log, Output toClient) {

    void client(byte[] bytes) {
        toClient.accept(bytes, 0, bytes.length);
    }
}
