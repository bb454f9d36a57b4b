package org.tlsproxy.tlsmgr;

import org.tlsproxy.wire.Generation;

/**
 * Which tlsmgr is asked.
 *
 * @param path       its socket, relative to the queue directory, which is the working directory inside and outside of the jail;
 *                   warnings call it by this name
 * @param generation the Postfix release that it belongs to
 */
public record TlsmgrService(String path, Generation generation) {

    /** @param name tlsmgr_service_name */
    public static TlsmgrService named(String name, Generation generation) {
        return new TlsmgrService("private/" + name, generation);
    }
}
