// Made by `npm run generate` from docs/reference/backend-api.json; not to be edited.

export interface paths {
    "/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All our parties.
         * @description Needs a key with scope `read`.
         */
        get: operations["listParties"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parties/{country_code}/{party_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of our parties.
         * @description Needs a key with scope `read`.
         */
        get: operations["getParty"];
        /**
         * Adds a party of ours, or changes its roles and name.
         * @description Needs a key with scope `admin`.
         */
        put: operations["putParty"];
        post?: never;
        /**
         * Takes a party away; its objects stay stored, unpublished.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deleteParty"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All partners, the oldest first.
         * @description Needs a key with scope `read`.
         */
        get: operations["listPartners"];
        put?: never;
        /**
         * Invites a partner, or registers with one that invited us.
         * @description Needs a key with scope `admin`.
         */
        post: operations["postPartner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One partner.
         * @description Needs a key with scope `read`.
         */
        get: operations["getPartner"];
        put?: never;
        post?: never;
        /**
         * Unregisters; what the partner sent stays stored.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deletePartner"];
        options?: never;
        head?: never;
        /**
         * Changes name, scope, settings, or switches it off.
         * @description Needs a key with scope `admin`.
         */
        patch: operations["patchPartner"];
        trace?: never;
    };
    "/partners/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New tokens for both sides.
         * @description Needs a key with scope `admin`.
         */
        post: operations["rotateTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{id}/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads the partner's lists now.
         * @description Needs a key with scope `admin`.
         */
        post: operations["pullPartner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything known, own and received, in order of creation.
         * @description Needs a key with scope `read`.
         */
        get: operations["listLocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/locations/{country_code}/{party_id}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A Location, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getLocation"];
        /**
         * Publishes a Location, new or changed.
         * @description Needs a key with scope `write`.
         */
        put: operations["putLocation"];
        post?: never;
        /**
         * Takes a Location out of service: all its EVSEs become REMOVED. OCPI deletes no Locations, so it stays stored.
         * @description Needs a key with scope `write`.
         */
        delete: operations["deleteLocation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/locations/{country_code}/{party_id}/{id}/{evse_uid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An EVSE, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getEvse"];
        /**
         * Publishes an EVSE, new or changed.
         * @description Needs a key with scope `write`.
         */
        put: operations["putEvse"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changed fields of an EVSE.
         * @description Needs a key with scope `write`.
         */
        patch: operations["patchEvse"];
        trace?: never;
    };
    "/locations/{country_code}/{party_id}/{id}/{evse_uid}/{connector_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A Connector, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getConnector"];
        /**
         * Publishes a Connector, new or changed.
         * @description Needs a key with scope `write`.
         */
        put: operations["putConnector"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changed fields of a Connector.
         * @description Needs a key with scope `write`.
         */
        patch: operations["patchConnector"];
        trace?: never;
    };
    "/tariffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything known, own and received, in order of creation.
         * @description Needs a key with scope `read`.
         */
        get: operations["listTariffs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tariffs/{country_code}/{party_id}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A Tariff, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getTariff"];
        /**
         * Publishes a Tariff, new or changed. The header `Interchange-Findings` says what is odd about it.
         * @description Needs a key with scope `write`.
         */
        put: operations["putTariff"];
        post?: never;
        /**
         * Withdraws a tariff.
         * @description Needs a key with scope `write`.
         */
        delete: operations["deleteTariff"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything known, own and received, in order of creation.
         * @description Needs a key with scope `read`.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{country_code}/{party_id}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A Session, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getSession"];
        /**
         * Publishes a Session, new or changed.
         * @description Needs a key with scope `write`.
         */
        put: operations["putSession"];
        post?: never;
        /**
         * Always refused: OCPI deletes no sessions. End it with status COMPLETED, or INVALID when it is not to be billed.
         * @description Needs a key with scope `write`.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything known, own and received, in order of creation.
         * @description Needs a key with scope `read`.
         */
        get: operations["listCdrs"];
        put?: never;
        /**
         * Issues a CDR, after an audit. It never changes; the same again is answered like the first time.
         * @description Needs a key with scope `write`.
         */
        post: operations["postCdr"];
        /**
         * Deletes old CDRs for good, own and received, with their audits. They are not taken from a partner again.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deleteCdrs"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs/{country_code}/{party_id}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A CDR, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getCdr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything known, own and received, in order of creation.
         * @description Needs a key with scope `read`.
         */
        get: operations["listTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{country_code}/{party_id}/{uid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A Token, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getToken"];
        /**
         * Publishes a Token, new or changed.
         * @description Needs a key with scope `write`.
         */
        put: operations["putToken"];
        post?: never;
        /**
         * Blocks a token: it becomes `valid: false`. OCPI deletes no tokens, so it stays stored.
         * @description Needs a key with scope `write`.
         */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes any number of own objects, one per line of at most 1 MiB. 500 are committed at a time; a bad line fails alone.
         * @description Needs a key with scope `write`.
         */
        post: operations["postBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/evse-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Statuses of many EVSEs; their Locations are looked up.
         * @description Needs a key with scope `write`.
         */
        post: operations["postEvseStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/price-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All price groups.
         * @description Needs a key with scope `read`.
         */
        get: operations["listPriceGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/price-groups/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A price group.
         * @description Needs a key with scope `read`.
         */
        get: operations["getPriceGroup"];
        /**
         * Makes a price group or changes it. Partners are sent what changes for them.
         * @description Needs a key with scope `admin`.
         */
        put: operations["putPriceGroup"];
        post?: never;
        /**
         * Ends a price group; its partners see what others see.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deletePriceGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a CDR or a session costs by its tariffs, and why. Stores nothing.
         * @description Needs a key with scope `read`.
         */
        post: operations["postPrice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{country_code}/{party_id}/{id}/price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a session costs so far, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getSessionPrice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs/{country_code}/{party_id}/{id}/price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a CDR costs, own or received.
         * @description Needs a key with scope `read`.
         */
        get: operations["getCdrPrice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/locations/{country_code}/{party_id}/{id}/{evse_uid}/{connector_id}/price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a planned session would cost at a connector, what drivers without a contract are shown, and prices over the day.
         * @description Needs a key with scope `read`.
         */
        get: operations["getConnectorPrice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{country_code}/{party_id}/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a driver is shown of a session: while it lasts what it costs so far, then its receipt.
         * @description Needs a key with scope `read`.
         */
        get: operations["getSessionReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs/{country_code}/{party_id}/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a driver is shown of a CDR.
         * @description Needs a key with scope `read`.
         */
        get: operations["getCdrReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/retail-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All retail rules.
         * @description Needs a key with scope `read`.
         */
        get: operations["listRetailRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/retail-rules/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A retail rule.
         * @description Needs a key with scope `read`.
         */
        get: operations["getRetailRule"];
        /**
         * Makes a retail rule or changes it; it holds at once.
         * @description Needs a key with scope `admin`.
         */
        put: operations["putRetailRule"];
        post?: never;
        /**
         * Ends a retail rule, for past sessions as well.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deleteRetailRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audits of CDRs, own and received, in order of their first audit.
         * @description Needs a key with scope `read`.
         */
        get: operations["listAudits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs/{country_code}/{party_id}/{id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was found in a CDR, and what somebody decided.
         * @description Needs a key with scope `read`.
         */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs/{country_code}/{party_id}/{id}/audit/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accepts a CDR, whatever was found in it.
         * @description Needs a key with scope `write`.
         */
        post: operations["acceptCdr"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs/{country_code}/{party_id}/{id}/audit/dispute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disputes a CDR. OCPI has no message for it: tell the partner.
         * @description Needs a key with scope `write`.
         */
        post: operations["disputeCdr"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs/{country_code}/{party_id}/{id}/audit/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Audits a CDR once more, with all that is known by now.
         * @description Needs a key with scope `write`.
         */
        post: operations["auditAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tariffs with findings, own and received, in order of creation.
         * @description Needs a key with scope `read`.
         */
        get: operations["listLints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tariffs/{country_code}/{party_id}/{id}/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was found in a tariff.
         * @description Needs a key with scope `read`.
         */
        get: operations["getLint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/meter-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys of meters of all EVSEs that have some.
         * @description Needs a key with scope `read`.
         */
        get: operations["listMeterKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/meter-keys/{country_code}/{party_id}/{evse_uid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys of the meters of an EVSE.
         * @description Needs a key with scope `read`.
         */
        get: operations["getMeterKeys"];
        /**
         * Notes the keys of the meters of an EVSE, own or of another CPO. They alone count in audits from now on.
         * @description Needs a key with scope `admin`.
         */
        put: operations["putMeterKeys"];
        post?: never;
        /**
         * Forgets the keys: those that come with the data count.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deleteMeterKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/charging": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Chargings, in the order they were told.
         * @description Needs a key with scope `read`.
         */
        get: operations["listChargings"];
        put?: never;
        /**
         * A charging begins at one of our EVSEs.
         * @description Needs a key with scope `write`.
         */
        post: operations["startCharging"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/charging/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A charging, and what was made of it.
         * @description Needs a key with scope `read`.
         */
        get: operations["getCharging"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/charging/{id}/meter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A meter value, in any order; told again, it is one.
         * @description Needs a key with scope `write`.
         */
        post: operations["meterCharging"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/charging/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A charging ends: COMPLETED, and its CDR is issued.
         * @description Needs a key with scope `write`.
         */
        post: operations["stopCharging"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cdrs/{country_code}/{party_id}/{id}/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a CDR back: a credit CDR with all its data, `total_cost` negated. A corrected CDR may follow as any other.
         * @description Needs a key with scope `write`.
         */
        post: operations["creditCdr"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/START_SESSION": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * As eMSP: Start charging.
         * @description Needs a key with scope `write`.
         */
        post: operations["sendStartSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/STOP_SESSION": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * As eMSP: Stop a session.
         * @description Needs a key with scope `write`.
         */
        post: operations["sendStopSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/RESERVE_NOW": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * As eMSP: Reserve an EVSE; the same `reservation_id` at the same Location replaces.
         * @description Needs a key with scope `write`.
         */
        post: operations["sendReserveNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/CANCEL_RESERVATION": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * As eMSP: Give up a reservation.
         * @description Needs a key with scope `write`.
         */
        post: operations["sendCancelReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/UNLOCK_CONNECTOR": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * As eMSP: Unlock a connector; for operators and help desks, never for a driver directly.
         * @description Needs a key with scope `write`.
         */
        post: operations["sendUnlockConnector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All commands, sent and received, in order of creation.
         * @description Needs a key with scope `read`.
         */
        get: operations["listCommands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A command and what became of it.
         * @description Needs a key with scope `read`.
         */
        get: operations["getCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * As CPO: what came of a command; again, if it changes.
         * @description Needs a key with scope `write`.
         */
        post: operations["postResult"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * As CPO: may this token charge? The eMSP is asked where that is needed.
         * @description Needs a key with scope `write`.
         */
        post: operations["authorize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{country_code}/{party_id}/{id}/charging_preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * As eMSP: what the driver wants of smart charging.
         * @description Needs a key with scope `write`.
         */
        put: operations["putChargingPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every change of own and received objects as Server-Sent Events, in order. The header `Last-Event-ID` resumes like `since`.
         * @description Needs a key with scope `read`.
         */
        get: operations["getChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/questions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answers a question that came with the changes: what a webhook would answer; charging preferences as `{"result": ...}`.
         * @description Needs a key with scope `write`.
         */
        post: operations["answerQuestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All webhooks and how they are doing.
         * @description Needs a key with scope `write`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Adds a webhook; it is told of changes from now on.
         * @description Needs a key with scope `write`.
         */
        post: operations["postWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One webhook and how it is doing.
         * @description Needs a key with scope `write`.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Takes a webhook away; nothing more is sent to it.
         * @description Needs a key with scope `write`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a message of type `webhook.test`, now.
         * @description Needs a key with scope `write`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last 1000 messages sent to it.
         * @description Needs a key with scope `write`.
         */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells it again what changed since a time.
         * @description Needs a key with scope `write`.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All keys but the admin key, by name.
         * @description Needs a key with scope `admin`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Makes a key for a program or a person.
         * @description Needs a key with scope `admin`.
         */
        post: operations["postKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a key back, at once.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How delivery to partners goes.
         * @description Needs a key with scope `read`.
         */
        get: operations["listDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{id}/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How delivery to a partner goes.
         * @description Needs a key with scope `read`.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Objects that partners refused, with their answers.
         * @description Needs a key with scope `read`.
         */
        get: operations["listParked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parked/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a parked object again now.
         * @description Needs a key with scope `write`.
         */
        post: operations["retryParked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unroutable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Objects meant for parties which no partner serves.
         * @description Needs a key with scope `read`.
         */
        get: operations["listUnroutable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was left out of lists that were read from partners.
         * @description Needs a key with scope `read`.
         */
        get: operations["listAside"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CDRs and results that are under way, parked or expired.
         * @description Needs a key with scope `read`.
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hub/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What parties say to each other through this hub.
         * @description Needs a key with scope `read`.
         */
        get: operations["listHubPairs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Requests and answers between partners and us.
         * @description Needs a key with scope `read`.
         */
        get: operations["listExchanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exchanges/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same with bodies, all of them, as a stream.
         * @description Needs a key with scope `read`.
         */
        get: operations["exportExchanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exchanges/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was counted because there was too much of it.
         * @description Needs a key with scope `read`.
         */
        get: operations["countExchanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exchanges/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of them with its bodies.
         * @description Needs a key with scope `read`.
         */
        get: operations["getExchange"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exchanges/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends an object of ours again now that a partner refused: in its newest state, as pushes always are.
         * @description Needs a key with scope `write`.
         */
        post: operations["replayExchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Removes a driver from everything that is stored.
         * @description Needs a key with scope `admin`.
         */
        post: operations["eraseDriver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alert-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All alert rules.
         * @description Needs a key with scope `read`.
         */
        get: operations["listAlertRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alert-rules/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An alert rule.
         * @description Needs a key with scope `read`.
         */
        get: operations["getAlertRule"];
        /**
         * Makes an alert rule or changes it.
         * @description Needs a key with scope `admin`.
         */
        put: operations["putAlertRule"];
        post?: never;
        /**
         * Ends an alert rule; what it raised is cleared.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deleteAlertRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alerts that are raised, and that were cleared in the last 30 days.
         * @description Needs a key with scope `read`.
         */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All agreements but those of the setting AGREEMENTS.
         * @description Needs a key with scope `read`.
         */
        get: operations["listAgreements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agreements/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An agreement.
         * @description Needs a key with scope `read`.
         */
        get: operations["getAgreement"];
        /**
         * Makes an agreement or changes it; it holds at once.
         * @description Needs a key with scope `admin`.
         */
        put: operations["putAgreement"];
        post?: never;
        /**
         * Ends an agreement.
         * @description Needs a key with scope `admin`.
         */
        delete: operations["deleteAgreement"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A version a platform speaks, and where its details are. */
        Version: {
            version: components["schemas"]["VersionNumber"];
            /**
             * Format: uri
             * @description Where the details of this version are found.
             */
            url: string;
        };
        /** @description The endpoints a platform offers in one version. */
        VersionDetails: {
            version: components["schemas"]["VersionNumber"];
            /** @description One entry per module and interface role. */
            endpoints: components["schemas"]["Endpoint"][];
        };
        /** @description One module of a version in one interface role. */
        Endpoint: {
            identifier: components["schemas"]["ModuleID"];
            /** @description Says nothing for `credentials`, which is listed once. */
            role: components["schemas"]["InterfaceRole"];
            /**
             * Format: uri
             * @description Taken as it is; its form is free.
             */
            url: string;
        };
        /** @description How to reach a platform, with which token, and which parties it speaks for. */
        Credentials: {
            /** @description The token the reader of this object has to send; Base64 comes only in the header. Printable ASCII without white space. */
            token: string;
            /**
             * Format: uri
             * @description The versions endpoint of the platform that sent this object.
             */
            url: string;
            /** @description The same role may occur for several parties. */
            roles: components["schemas"]["CredentialsRole"][];
            /** @description Only of a platform that is a hub: its country and party id in one, such as NLHUB. Its address as a hub. */
            hub_party_id?: string | null;
        };
        /** @description A party on a platform, in one role. */
        CredentialsRole: {
            role: components["schemas"]["Role"];
            business_details: components["schemas"]["BusinessDetails"];
            /** @description Independent of the prefixes in EVSE ids and contract ids. */
            party_id: string;
            /** @description ISO 3166-1 alpha-2. */
            country_code: string;
        };
        /** @description Whether a party behind a hub can be reached. */
        ClientInfo: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code: string;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id: string;
            role: components["schemas"]["Role"];
            status: components["schemas"]["ConnectionStatus"];
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description A place with one or more EVSEs. */
        Location: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code: string;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id: string;
            /** @description Never changes. */
            id: string;
            /** @description May be shown to drivers; if not, only to owners of the tokens listed. */
            publish: boolean;
            /** @description Only with `publish: false`. One matching entry is enough. */
            publish_allowed_to?: components["schemas"]["PublishTokenType"][] | null;
            name?: string | null;
            /** @description Street and house number. */
            address: string;
            city: string;
            /** @description Absent only where there is none. */
            postal_code?: string | null;
            state?: string | null;
            /** @description ISO 3166-1 alpha-3, not alpha-2. A country of three upper-case letters such as NLD. */
            country: string;
            coordinates: components["schemas"]["GeoLocation"];
            /** @description Entrances and the like. */
            related_locations?: components["schemas"]["AdditionalGeoLocation"][] | null;
            parking_type?: components["schemas"]["ParkingType"] | null;
            /** @description Removed ones stay, with status REMOVED. */
            evses?: components["schemas"]["EVSE"][] | null;
            directions?: components["schemas"]["DisplayText"][] | null;
            /** @description Absent: the business details of the owner's credentials role. */
            operator?: components["schemas"]["BusinessDetails"] | null;
            suboperator?: components["schemas"]["BusinessDetails"] | null;
            owner?: components["schemas"]["BusinessDetails"] | null;
            facilities?: components["schemas"]["Facility"][] | null;
            /** @description IANA name; local times of this Location and of its tariffs are in it. */
            time_zone: string;
            /** @description When the EVSEs can be reached. */
            opening_times?: components["schemas"]["Hours"] | null;
            /**
             * @description EVSEs still charge outside opening times. Absent: `true`.
             * @default true
             */
            charging_when_closed?: boolean | null;
            images?: components["schemas"]["Image"][] | null;
            energy_mix?: components["schemas"]["EnergyMix"] | null;
            /** @description Places at which vehicles charging here can park. */
            parking_places?: components["schemas"]["Parking"][] | null;
            /** @description Help for drivers at this Location. */
            help_phone?: string | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description What charges one vehicle at a time; it may have several connectors. */
        EVSE: {
            /** @description Never changes; unique on the platform of the CPO, not only in its Location. */
            uid: string;
            /** @description The id drivers see; may be taken away when REMOVED, to be used again. */
            evse_id?: string | null;
            status: components["schemas"]["Status"];
            /** @description Plans only; the change itself is sent when it happens. */
            status_schedule?: components["schemas"]["StatusSchedule"][] | null;
            capabilities?: components["schemas"]["Capability"][] | null;
            connectors: components["schemas"]["Connector"][];
            floor_level?: string | null;
            coordinates?: components["schemas"]["GeoLocation"] | null;
            /** @description Printed on the outside. */
            physical_reference?: string | null;
            directions?: components["schemas"]["DisplayText"][] | null;
            parking_restrictions?: components["schemas"]["ParkingRestriction"][] | null;
            images?: components["schemas"]["Image"][] | null;
            /** @description Places from which this EVSE can be used; EVSEs may share one. */
            parking?: components["schemas"]["EVSEParking"][] | null;
            /** @description Names of the eMSPs whose customers may charge. */
            accepted_service_providers?: string[] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description A socket or cable of an EVSE. */
        Connector: {
            /** @description Unique within its EVSE only. */
            id: string;
            standard: components["schemas"]["ConnectorType"];
            format: components["schemas"]["ConnectorFormat"];
            power_type: components["schemas"]["PowerType"];
            /** @description Line to neutral for AC_3_PHASE: 230, not 400. In V. */
            max_voltage: number;
            /** @description Per phase. In A. */
            max_amperage: number;
            /** @description Given when lower than voltage and amperage allow. In W. */
            max_electric_power?: number | null;
            /** @description At most one tariff of each type is active at a time. */
            tariff_ids?: string[] | null;
            /** Format: uri */
            terms_and_conditions?: string | null;
            capabilities?: components["schemas"]["ConnectorCapability"][] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description Coordinates of something near the Location. */
        AdditionalGeoLocation: {
            /** @description Degrees with 5 to 7 decimals such as 50.770774. In degrees. */
            latitude: string;
            /** @description Degrees with 5 to 7 decimals such as 3.729944. In degrees. */
            longitude: string;
            name?: components["schemas"]["DisplayText"] | null;
        };
        /** @description A company as drivers see it. */
        BusinessDetails: {
            name: string;
            /** Format: uri */
            website?: string | null;
            logo?: components["schemas"]["Image"] | null;
        };
        /** @description Where the energy comes from. */
        EnergyMix: {
            /** @description All of it is from regenerative sources. */
            is_green_energy: boolean;
            energy_sources?: components["schemas"]["EnergySource"][] | null;
            environ_impact?: components["schemas"]["EnvironmentalImpact"][] | null;
            supplier_name?: string | null;
            energy_product_name?: string | null;
        };
        /** @description The share of one source in an energy mix. */
        EnergySource: {
            source: components["schemas"]["EnergySourceCategory"];
            /** @description In %. */
            percentage: number;
        };
        /** @description What a kilowatt-hour does to the environment. */
        EnvironmentalImpact: {
            category: components["schemas"]["EnvironmentalImpactCategory"];
            /** @description In g/kWh. */
            amount: number;
        };
        /** @description A period outside the regular hours; in UTC, unlike those. */
        ExceptionalPeriod: {
            /** @description UTC. */
            period_begin: string;
            /** @description UTC. */
            period_end: string;
        };
        /** @description Coordinates in WGS 84, as text. */
        GeoLocation: {
            /** @description Degrees with 5 to 7 decimals such as 50.770774. In degrees. */
            latitude: string;
            /** @description Degrees with 5 to 7 decimals such as 3.729944. In degrees. */
            longitude: string;
        };
        /** @description Opening times. */
        Hours: {
            /** @description Always open, except for the exceptional closings. */
            twentyfourseven: boolean;
            /** @description At least one when `twentyfourseven` is false, else unused. */
            regular_hours?: components["schemas"]["RegularHours"][] | null;
            /** @description Open besides the regular hours. */
            exceptional_openings?: components["schemas"]["ExceptionalPeriod"][] | null;
            /** @description Closed, whatever else says open. */
            exceptional_closings?: components["schemas"]["ExceptionalPeriod"][] | null;
        };
        /** @description A picture on the web. */
        Image: {
            /** Format: uri */
            url: string;
            /** Format: uri */
            thumbnail?: string | null;
            category: components["schemas"]["ImageCategory"];
            /** @description gif, jpeg, png or svg; not a media type. */
            type: string;
            /** @description In px. */
            width?: number | null;
            /** @description In px. */
            height?: number | null;
        };
        /** @description Tokens whose owners may see an unpublished Location; all fields given have to match. */
        PublishTokenType: {
            /** @description Needs `type`. */
            uid?: string | null;
            type?: components["schemas"]["TokenType"] | null;
            /** @description Needs `issuer`. */
            visual_number?: string | null;
            issuer?: string | null;
            group_id?: string | null;
        };
        /** @description Opening times of one weekday; in local time, unlike exceptional periods. */
        RegularHours: {
            /** @description 1 is Monday, 7 is Sunday. */
            weekday: number;
            /** @description Local time. A time HH:MM from 00:00 to 23:59. */
            period_begin: string;
            /** @description Local time, later than `period_begin`. A time HH:MM from 00:00 to 23:59. */
            period_end: string;
        };
        /** @description A planned status of an EVSE. */
        StatusSchedule: {
            period_begin: string;
            /** @description Absent when not known. */
            period_end?: string | null;
            status: components["schemas"]["Status"];
        };
        /** @description A charging session or a reservation, while it runs and after. */
        Session: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code: string;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id: string;
            id: string;
            /** @description When it became ACTIVE; while PENDING, when it was made at the charge point. */
            start_date_time: string;
            /** @description When the session ended; charging may have ended before. */
            end_date_time?: string | null;
            /** @description Energy charged so far. In kWh. */
            kwh: number;
            /** @description The token that started the session. */
            cdr_token: components["schemas"]["CdrToken"];
            /** @description May change: reserved by command, started with a whitelisted token. */
            auth_method: components["schemas"]["AuthMethod"];
            /** @description What the eMSP gave with an authorization or command; the last one given wins. */
            authorization_reference?: string | null;
            location_id: string;
            /** @description `#NA` for a reservation without an assigned EVSE. */
            evse_uid: string;
            /** @description `#NA` for a reservation without an assigned EVSE. */
            connector_id: string;
            meter_id?: string | null;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency: string;
            /** @description A PATCH appends; a PUT replaces all. */
            charging_periods?: components["schemas"]["ChargingPeriod"][] | null;
            /** @description Absent says nothing; 0.00 is free of charge. */
            total_cost?: components["schemas"]["Price"] | null;
            status: components["schemas"]["SessionStatus"];
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description What the driver wants of smart charging. */
        ChargingPreferences: {
            /** @description A tariff exists for each type the connector supports. */
            profile_type: components["schemas"]["ProfileType"];
            /** @description When the driver expects to leave. */
            departure_time?: string | null;
            /** @description Energy the driver wants. In kWh. */
            energy_need?: number | null;
            /**
             * @description The vehicle may be discharged meanwhile. Absent: `false`.
             * @default false
             */
            discharge_allowed?: boolean | null;
        };
        /** @description The bill of a session; never changed, only credited. */
        CDR: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code: string;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id: string;
            /** @description At most 36 characters, 39 for a credit CDR. */
            id: string;
            /** @description Start of the session, or of the reservation before it. */
            start_date_time: string;
            end_date_time: string;
            /** @description Absent only without sessions module, or for a reservation never used. */
            session_id?: string | null;
            /** @description As it was when the session started. */
            cdr_token: components["schemas"]["CdrToken"];
            /** @description The last one used. */
            auth_method: components["schemas"]["AuthMethod"];
            /** @description The last one the eMSP gave. */
            authorization_reference?: string | null;
            cdr_location: components["schemas"]["CdrLocation"];
            meter_id?: string | null;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency: string;
            /** @description Those that priced it, the free one too, as they were at the start. */
            tariffs?: components["schemas"]["Tariff"][] | null;
            /** @description A new one wherever the price changed. */
            charging_periods: components["schemas"]["ChargingPeriod"][];
            signed_data?: components["schemas"]["SignedData"] | null;
            /** @description Sum of all costs; negative in a credit CDR, which negates nothing else. */
            total_cost: components["schemas"]["Price"];
            /** @description Without the fixed parts of parking and reservation. */
            total_fixed_cost?: components["schemas"]["Price"] | null;
            /** @description In kWh. */
            total_energy: number;
            total_energy_cost?: components["schemas"]["Price"] | null;
            /** @description Charging and parking together. In h. */
            total_time: number;
            /** @description Of the time charging. */
            total_time_cost?: components["schemas"]["Price"] | null;
            /** @description Part of `total_time`. In h. */
            total_parking_time?: number | null;
            /** @description With the fixed parts of parking. */
            total_parking_cost?: components["schemas"]["Price"] | null;
            /** @description With the fixed parts of the reservation. */
            total_reservation_cost?: components["schemas"]["Price"] | null;
            remark?: string | null;
            /** @description An invoice that comes later. */
            invoice_reference_id?: string | null;
            /** @description Takes back the CDR in `credit_reference_id`. */
            credit?: boolean | null;
            credit_reference_id?: string | null;
            /** @description The driver is paid for energy from the own connection. */
            home_charging_compensation?: boolean | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description An amount in a charging period; its type says the unit. */
        CdrDimension: {
            type: components["schemas"]["CdrDimensionType"];
            /** @description kWh for energies, h for times, A for currents (sum over the phases), kW for powers, % for state of charge. */
            volume: number;
        };
        /** @description The Location, EVSE and connector of a CDR, as they were when the session started. */
        CdrLocation: {
            id: string;
            name?: string | null;
            /** @description Up to 45 characters when sent; a longer one copied from a Location is accepted. */
            address: string;
            city: string;
            postal_code?: string | null;
            /** @description Up to 20 characters when sent; a longer one copied from a Location is accepted. */
            state?: string | null;
            /** @description ISO 3166-1 alpha-3. A country of three upper-case letters such as NLD. */
            country: string;
            coordinates: components["schemas"]["GeoLocation"];
            /** @description `#NA` for a reservation never used. */
            evse_uid: string;
            /** @description `#NA` for a reservation never used. */
            evse_id: string;
            /** @description `#NA` for a reservation never used. */
            connector_id: string;
            /** @description Says nothing for a reservation never used. */
            connector_standard: components["schemas"]["ConnectorType"];
            /** @description Says nothing for a reservation never used. */
            connector_format: components["schemas"]["ConnectorFormat"];
            /** @description Says nothing for a reservation never used. */
            connector_power_type: components["schemas"]["PowerType"];
        };
        /** @description What a session and its CDR keep of the token. */
        CdrToken: {
            /** @description Of the eMSP that owns the token. */
            country_code: string;
            /** @description Of the eMSP that owns the token. */
            party_id: string;
            uid: string;
            type: components["schemas"]["TokenType"];
            contract_id: string;
        };
        /** @description A part of a session; it ends where the next one starts. */
        ChargingPeriod: {
            start_date_time: string;
            dimensions: components["schemas"]["CdrDimension"][];
            /** @description Absent when no tariff applies. */
            tariff_id?: string | null;
        };
        /** @description Signed meter values, passed on unchanged. */
        SignedData: {
            /** @description How the values are encoded, such as OCMF. */
            encoding_method: string;
            encoding_method_version?: number | null;
            /** @description Base64. */
            public_key?: string | null;
            signed_values: components["schemas"]["SignedValue"][];
            /** @description Where the driver can check the values; may be longer than other URLs. */
            url?: string | null;
        };
        /** @description One signed meter value. */
        SignedValue: {
            /** @description What it belongs to: Start, End, Intermediate. */
            nature: string;
            plain_data: string;
            /** @description Base64. */
            signed_data: string;
        };
        /** @description What charging costs. */
        Tariff: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code: string;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id: string;
            id: string;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency: string;
            /** @description Absent: for every session. */
            type?: components["schemas"]["TariffType"] | null;
            /** @description Adds to the elements, does not repeat them. */
            tariff_alt_text?: components["schemas"]["DisplayText"][] | null;
            /** Format: uri */
            tariff_alt_url?: string | null;
            /** @description A session costs at least this; each amount is a limit of its own. */
            min_price?: components["schemas"]["PriceLimit"] | null;
            /** @description A session costs at most this; each amount is a limit of its own. */
            max_price?: components["schemas"]["PriceLimit"] | null;
            /** @description Per dimension the first one that matches counts. */
            elements: components["schemas"]["TariffElement"][];
            /** @description Valid from here. UTC, unlike the restrictions. */
            start_date_time?: string | null;
            /** @description Valid until here. UTC, unlike the restrictions. */
            end_date_time?: string | null;
            energy_mix?: components["schemas"]["EnergyMix"] | null;
            /** @description Whether the prices of the elements include taxes. */
            tax_included: components["schemas"]["TaxIncluded"];
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description The price of one dimension. */
        PriceComponent: {
            type: components["schemas"]["TariffDimensionType"];
            /** @description Per kWh for ENERGY, per hour for times. Before or with taxes, as `tax_included` says. */
            price: number;
            /** @description Absent when no VAT applies or its rate is not known. In %. */
            vat?: number | null;
            /** @description Billed in steps of this many Wh for ENERGY, s for times; none for FLAT. */
            step_size: number;
        };
        /** @description Prices, and when they apply. */
        TariffElement: {
            price_components: components["schemas"]["PriceComponent"][];
            restrictions?: components["schemas"]["TariffRestrictions"] | null;
        };
        /** @description When a tariff element applies: at every moment at which all that is given holds. */
        TariffRestrictions: {
            /** @description Local time, from and including. A time HH:MM from 00:00 to 23:59. */
            start_time?: string | null;
            /** @description Local time, up to and excluding; before `start_time`: on the next day; 00:00: end of the day. A time HH:MM from 00:00 to 23:59. */
            end_time?: string | null;
            /** @description Local date, from and including. A date such as 2026-12-24. */
            start_date?: string | null;
            /** @description Local date, up to and excluding. A date such as 2026-12-24. */
            end_date?: string | null;
            /** @description From this energy of the session on. In kWh. */
            min_kwh?: number | null;
            /** @description Below this energy of the session. In kWh. */
            max_kwh?: number | null;
            /** @description While the sum over the phases is at or above this. In A. */
            min_current?: number | null;
            /** @description While the sum over the phases is below this. In A. */
            max_current?: number | null;
            /** @description While the power is at or above this. In kW. */
            min_power?: number | null;
            /** @description While the power is below this. In kW. */
            max_power?: number | null;
            /** @description From this duration of the session on, parking included. In s. */
            min_duration?: number | null;
            /** @description Below this duration of the session, parking included. In s. */
            max_duration?: number | null;
            /** @description Local day; empty: every day. */
            day_of_week?: components["schemas"]["DayOfWeek"][] | null;
            /** @description The element prices a reservation, nothing else. */
            reservation?: components["schemas"]["ReservationRestrictionType"] | null;
        };
        /** @description Whether a token may be used, possibly at a given location. */
        AuthorizationInfo: {
            allowed: components["schemas"]["AllowedType"];
            /** @description The whole token that was asked about. */
            token: components["schemas"]["Token"];
            /** @description Only the EVSEs of the question where charging is allowed. */
            location?: components["schemas"]["LocationReferences"] | null;
            /** @description Returns in the session and its CDR. */
            authorization_reference?: string | null;
            info?: components["schemas"]["DisplayText"] | null;
        };
        /** @description What identifies a driver: a card, an app, a contract. */
        Token: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code: string;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id: string;
            /** @description Unique together with the type; for RFID the number the reader sees. */
            uid: string;
            type: components["schemas"]["TokenType"];
            /** @description The contract of the driver; several tokens may share it. */
            contract_id: string;
            /** @description As printed on the card. */
            visual_number?: string | null;
            /** @description As printed on the card; not always the eMSP. */
            issuer: string;
            /** @description One token of the group may stop what another started. OCPP 1.5 and 1.6 know 20 characters of it. */
            group_id?: string | null;
            /** @description Tokens are never deleted, only made invalid. */
            valid: boolean;
            whitelist: components["schemas"]["WhitelistType"];
            /** @description ISO 639-1. A language of two letters such as en. */
            language?: string | null;
            /** @description Preference for sessions without charging preferences. */
            default_profile_type?: components["schemas"]["ProfileType"] | null;
            /** @description The driver's own energy supplier, where that is possible. */
            energy_contract?: components["schemas"]["EnergyContract"] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description The driver's own contract with an energy supplier. */
        EnergyContract: {
            supplier_name: string;
            contract_id?: string | null;
        };
        /** @description A location, and which of its EVSEs are meant. */
        LocationReferences: {
            location_id: string;
            evse_uids?: string[] | null;
        };
        /** @description Give up a reservation. */
        CancelReservation: {
            /**
             * Format: uri
             * @description Where the result is posted; the caller tells its commands apart by it.
             */
            response_url: string;
            reservation_id: string;
        };
        /** @description What the CPO itself says to a command, before the charge point does. */
        CommandResponse: {
            result: components["schemas"]["CommandResponseType"];
            /** @description After this, a result need not be waited for. In s. */
            timeout: number;
            message?: components["schemas"]["DisplayText"][] | null;
        };
        /** @description What came of a command at the charge point. */
        CommandResult: {
            result: components["schemas"]["CommandResultType"];
            message?: components["schemas"]["DisplayText"][] | null;
        };
        /** @description Reserve an EVSE; the same `reservation_id` at the same Location replaces. */
        ReserveNow: {
            /**
             * Format: uri
             * @description Where the result is posted; the caller tells its commands apart by it.
             */
            response_url: string;
            /** @description A token of the caller; it need not be known to the CPO. */
            token: components["schemas"]["Token"];
            /** @description End of the reservation. UTC. */
            expiry_date: string;
            /** @description Unique for the caller only. */
            reservation_id: string;
            location_id: string;
            /** @description Absent: any EVSE of the Location. */
            evse_uid?: string | null;
            /** @description Returns in the session and its CDR. */
            authorization_reference?: string | null;
        };
        /** @description Start charging. */
        StartSession: {
            /**
             * Format: uri
             * @description Where the result is posted; the caller tells its commands apart by it.
             */
            response_url: string;
            /** @description A token of the caller, which vouches for it; not checked by the CPO. */
            token: components["schemas"]["Token"];
            location_id: string;
            /** @description Needed with `connector_id`. */
            evse_uid?: string | null;
            /** @description Needed where the EVSE has START_SESSION_CONNECTOR_REQUIRED. */
            connector_id?: string | null;
            /** @description Returns in the session and its CDR. */
            authorization_reference?: string | null;
        };
        /** @description Stop a session. */
        StopSession: {
            /**
             * Format: uri
             * @description Where the result is posted; the caller tells its commands apart by it.
             */
            response_url: string;
            session_id: string;
        };
        /** @description Unlock a connector; for operators and help desks, never for a driver directly. */
        UnlockConnector: {
            /**
             * Format: uri
             * @description Where the result is posted; the caller tells its commands apart by it.
             */
            response_url: string;
            location_id: string;
            evse_uid: string;
            connector_id: string;
        };
        /** @description What the CPO itself says to a request, before the EVSE does. */
        ChargingProfileResponse: {
            result: components["schemas"]["ChargingProfileResponseType"];
            /** @description After this, a result need not be waited for. In s. */
            timeout: number;
        };
        /** @description The profile an EVSE follows, as asked for. */
        ActiveChargingProfileResult: {
            result: components["schemas"]["ChargingProfileResultType"];
            /** @description Given when `result` is ACCEPTED. */
            profile?: components["schemas"]["ActiveChargingProfile"] | null;
        };
        /** @description What the EVSE says to a new profile. */
        ChargingProfileResult: {
            result: components["schemas"]["ChargingProfileResultType"];
        };
        /** @description What the EVSE says to the removal of a profile. */
        ClearProfileResult: {
            result: components["schemas"]["ChargingProfileResultType"];
        };
        /** @description A profile to follow. */
        SetChargingProfile: {
            charging_profile: components["schemas"]["ChargingProfile"];
            /**
             * Format: uri
             * @description Where the result is posted.
             */
            response_url: string;
        };
        /** @description The profile an EVSE follows, all limits considered. */
        ActiveChargingProfile: {
            /** @description When it was calculated; times inside count from here. */
            start_date_time: string;
            charging_profile: components["schemas"]["ChargingProfile"];
        };
        /** @description Limits over time; maxima, not targets. */
        ChargingProfile: {
            /** @description Absent: counts from the start of charging. */
            start_date_time?: string | null;
            /** @description Absent: the last period goes on. In s. */
            duration?: number | null;
            charging_rate_unit: components["schemas"]["ChargingRateUnit"];
            /** @description In `charging_rate_unit`; at most one decimal. */
            min_charging_rate?: number | null;
            charging_profile_period?: components["schemas"]["ChargingProfilePeriod"][] | null;
        };
        /** @description A limit, until the next period starts. */
        ChargingProfilePeriod: {
            /** @description Counted from the start of the profile. In s. */
            start_period: number;
            /** @description In `charging_rate_unit`; at most one decimal. */
            limit: number;
        };
        /** @description A text for people, in one language. */
        DisplayText: {
            /** @description ISO 639-1. A language of two letters such as en. */
            language: string;
            /** @description No markup. */
            text: string;
        };
        /** @description An amount of money; the currency stands in the object that holds it. */
        Price: {
            /** @description Before all taxes. */
            before_taxes: number;
            /** @description Absent says nothing about taxes. */
            taxes?: components["schemas"]["TaxAmount"][] | null;
        };
        /** @description A parking place, or the limits for parking where places are not marked. */
        Parking: {
            /** @description Unique within its Location. */
            id: string;
            /** @description Painted or posted at the place. */
            physical_reference?: string | null;
            /** @description What it was designed for. */
            vehicle_types: components["schemas"]["VehicleType"][];
            /** @description In kg. */
            max_vehicle_weight?: number | null;
            /** @description In cm. */
            max_vehicle_height?: number | null;
            /** @description In cm. */
            max_vehicle_length?: number | null;
            /** @description In cm. */
            max_vehicle_width?: number | null;
            /** @description In cm. */
            parking_space_length?: number | null;
            /** @description In cm. */
            parking_space_width?: number | null;
            dangerous_goods_allowed?: boolean | null;
            direction?: components["schemas"]["ParkingDirection"] | null;
            /** @description Without reversing, for all of the vehicle types. */
            drive_through?: boolean | null;
            /** @description Other vehicle types must not park here even if they fit. */
            restricted_to_type: boolean;
            reservation_required: boolean;
            /** @description In min. */
            time_limit?: number | null;
            roofed?: boolean | null;
            images?: components["schemas"]["Image"][] | null;
            lighting?: boolean | null;
            /** @description Power for the cooling of a load. */
            refrigeration_outlet?: boolean | null;
            /** @description Such as PAS 1899. */
            standards?: string[] | null;
            /** @description An element described by the Alliance for Parking Data Standards. */
            apds_reference?: string | null;
        };
        /** @description A parking place as seen from an EVSE. */
        EVSEParking: {
            /** @description Id in the Location's `parking_places`. */
            parking_id: string;
            /** @description Where the EVSE is, seen from the vehicle. */
            evse_position?: components["schemas"]["EVSEPosition"] | null;
        };
        /** @description The least or most a session costs. */
        PriceLimit: {
            /** @description In the tariff's currency. */
            before_taxes: number;
            /** @description A limit of its own, not derived from the other. */
            after_taxes?: number | null;
        };
        /** @description A tax on a price. */
        TaxAmount: {
            /** @description As it stands on the invoice, such as VAT. */
            name: string;
            /** @description Tax account of the business that pays this tax to the state. */
            account_number?: string | null;
            /** @description In %. */
            percentage?: number | null;
            /** @description In the currency of the price. */
            amount: number;
        };
        /** @description Which CDRs are on an invoice. */
        InvoiceReconciliationRecord: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code: string;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id: string;
            id: string;
            /** @description The number of the invoice, which itself travels elsewhere. */
            invoice_id: string;
            /** @description Ids of the CDRs. This list alone says what is on the invoice, not dates. */
            cdrs: string[];
            /** @description When this object was last changed, or created. UTC. */
            last_updated: string;
        };
        /** @description Any JSON object. */
        AnyObject: Record<string, unknown>;
        /** @description A party. */
        PartyRef: {
            country_code: string;
            party_id: string;
        };
        /** @description RFC 9457 problem details, as application/problem+json. */
        ProblemDetails: {
            /** @description Stable name of the kind of problem. */
            type: string;
            title: string;
            /** @description The HTTP status code. */
            status: number;
            /** @description What is wrong and what would be right. */
            detail: string;
            errors?: components["schemas"]["ProblemFault"][] | null;
        };
        /** @description One fault of a request. */
        ProblemFault: {
            /** @description JSON pointer into the body. */
            pointer?: string | null;
            /** @description Name of a path or query parameter. */
            parameter?: string | null;
            /** @description Code of the finding, where an audit made it. */
            code?: string | null;
            detail: string;
        };
        /** @description A party of ours, with the roles it plays. */
        OwnParty: {
            country_code: string;
            party_id: string;
            /** @description What partners see in our credentials. */
            roles: components["schemas"]["Role"][];
            /** @description As drivers see the company. */
            business_details: components["schemas"]["BusinessDetails"];
        };
        /** @description Roles and name of a party. */
        OwnPartyToWrite: {
            /** @description As in the URL. */
            country_code?: string | null;
            /** @description As in the URL. */
            party_id?: string | null;
            roles: components["schemas"]["Role"][];
            /** @description Absent: the party is named after its id. */
            business_details?: components["schemas"]["BusinessDetails"] | null;
        };
        /** @description A platform we are connected to, or have invited. Tokens are never shown. */
        Partner: {
            /** @description An id as the API gave it. */
            id: string;
            /** @description What we call the partner. */
            name: string;
            status: components["schemas"]["PartnerStatus"];
            /** @description OCPI version in use; null before registration. */
            version?: string | null;
            versions_url?: string | null;
            /** @description The parties it speaks for. */
            roles?: components["schemas"]["CredentialsRole"][] | null;
            endpoints?: components["schemas"]["PartnerEndpoint"][] | null;
            /** @description Which of our parties it was given. A party such as NL-ABC, or * for all. */
            parties?: string[] | null;
            settings: components["schemas"]["PartnerSettings"];
            last_seen?: string | null;
        };
        /** @description An endpoint of a partner. */
        PartnerEndpoint: {
            /** @description ModuleID. */
            identifier: string;
            role: components["schemas"]["InterfaceRole"];
            url: string;
        };
        /** @description What can be set per partner; what is left out stays as it is, or has its default. */
        PartnerSettings: {
            /**
             * @description Absent: `base64`.
             * @default base64
             */
            token_encoding?: components["schemas"]["TokenEncoding"] | null;
            /**
             * @description Faulty values in its objects are accepted and counted. Absent: `false`.
             * @default false
             */
            lenient?: boolean | null;
            /**
             * @description Absent: `sender`.
             * @default sender
             */
            clock?: components["schemas"]["PartnerClock"] | null;
            /** @description Modules whose changes it is sent; absent: all. */
            push?: components["schemas"]["ModuleSwitches"] | null;
            /** @description Requests in a second to each module, evenly spaced; absent: no bound. */
            max_rate?: components["schemas"]["ModuleRates"] | null;
            /** @description An object is sent at most once within so many seconds, in its newest state; absent or 0: whenever it changes. */
            window?: components["schemas"]["ModuleWindows"] | null;
            /** @description Modules that are read by themselves; absent: all that it offers. */
            pull?: components["schemas"]["ModuleSwitches"] | null;
            /** @description Seconds between two pulls; 0: never. */
            pull_interval?: components["schemas"]["ModuleSeconds"] | null;
            /**
             * @description When everything is sent to a new partner that did not read our lists by itself. Seconds, `never` or `at_once`. Absent: `600`.
             * @default 600
             */
            initial_push_after?: string | null;
            /**
             * @description Absent: `push`.
             * @default push
             */
            catch_up?: components["schemas"]["CatchUp"] | null;
            /** @description Parties whose objects are taken from this connection although another one speaks for them too; else a direct connection goes before a hub. A party such as NL-ABC. */
            source_for?: string[] | null;
            /** @description The only version used with it, from the next renewal on. */
            version?: string | null;
            /** @description What it has to offer to be registered, such as `tokens SENDER`; absent: what its roles say. */
            requires?: string[] | null;
            /** @description What is made of the findings in its CDRs. */
            audit?: components["schemas"]["AuditRules"] | null;
            /**
             * @description Towards a hub: a request that names one of its own parties as the receiver is refused, or routed as if it named nobody. Absent: `refused`.
             * @default refused
             */
            own_party_as_receiver?: components["schemas"]["OwnPartyAsReceiver"] | null;
        };
        /** @description What is made of the findings in CDRs; what is left out stays as it is, or has its default. */
        AuditRules: {
            tolerance?: components["schemas"]["AuditTolerance"] | null;
            /** @description Codes of findings with which a CDR is held; `errors` stands for every finding of severity `error`. Empty: none is. */
            hold?: string[] | null;
            /** @description Codes of findings that are left out. */
            ignore?: string[] | null;
        };
        /** @description Amounts this far apart are equal; the larger bound holds. */
        AuditTolerance: {
            /** @description In the CDR's currency; 0.03 where nothing is said. */
            absolute?: number | null;
            /** @description Share of the stated amount; 0.001 where nothing is said. */
            relative?: number | null;
        };
        /** @description On or off per module. */
        ModuleSwitches: {
            locations?: boolean | null;
            tariffs?: boolean | null;
            sessions?: boolean | null;
            cdrs?: boolean | null;
            tokens?: boolean | null;
        };
        /** @description Seconds per module. */
        ModuleSeconds: {
            /** @description In s. */
            locations?: number | null;
            /** @description In s. */
            tariffs?: number | null;
            /** @description In s. */
            sessions?: number | null;
            /** @description In s. */
            cdrs?: number | null;
            /** @description In s. */
            tokens?: number | null;
        };
        /** @description Requests in a second per module. */
        ModuleRates: {
            locations?: number | null;
            tariffs?: number | null;
            sessions?: number | null;
            cdrs?: number | null;
            tokens?: number | null;
        };
        /** @description Seconds per module. CDRs never wait. */
        ModuleWindows: {
            /** @description In s. */
            locations?: number | null;
            /** @description In s. */
            tariffs?: number | null;
            /** @description In s. */
            sessions?: number | null;
            /** @description In s. */
            tokens?: number | null;
        };
        /** @description An invitation (only a name), a registration with a partner that invited us (`versions_url`, `token`), or a partner without a handshake (`endpoints`, `roles`, `version`, `token`). */
        PartnerRequest: {
            /** @description What we call the partner. */
            name: string;
            /** @description Which of our parties the partner gets; absent or `["*"]`: all. A party such as NL-ABC, or * for all. */
            parties?: string[] | null;
            /**
             * Format: uri
             * @description The partner's versions endpoint.
             */
            versions_url?: string | null;
            /** @description The token the partner gave us, not Base64 encoded. Printable ASCII without white space. */
            token?: string | null;
            /**
             * @description Absent: `base64`.
             * @default base64
             */
            token_encoding?: components["schemas"]["TokenEncoding"] | null;
            /** @description The only version to be used; absent: the highest that both sides speak. */
            version?: string | null;
            /** @description Of a partner that does no handshake. */
            endpoints?: components["schemas"]["PartnerEndpoint"][] | null;
            /** @description With `endpoints`: the parties it speaks for. Of an invitation: those expected with it, which a hub tells others are planned. */
            roles?: components["schemas"]["CredentialsRole"][] | null;
            /** @description With `endpoints`: what the partner sends; made where nothing is said. Printable ASCII without white space. */
            our_token?: string | null;
            settings?: components["schemas"]["PartnerSettings"] | null;
        };
        /** @description What became of the request. */
        PartnerCreated: {
            /** @description An id as the API gave it. */
            id: string;
            status: components["schemas"]["PartnerStatus"];
            /** @description Invitation: what the partner registers with. */
            versions_url?: string | null;
            /** @description Invitation: the CREDENTIALS_TOKEN_A. Without a handshake: what the partner sends. Shown this once. */
            token?: string | null;
        };
        /** @description What shall be different. */
        PartnerChanges: {
            name?: string | null;
            /** @description Which of our parties it gets from now on. A party such as NL-ABC, or * for all. */
            parties?: string[] | null;
            /** @description Switches the partner off, or on again. */
            status?: components["schemas"]["PartnerSwitch"] | null;
            settings?: components["schemas"]["PartnerSettings"] | null;
        };
        /** @description How the tokens are renewed. */
        RotateRequest: {
            /**
             * @description The present token dies at once, for one that leaked. Absent: `false`.
             * @default false
             */
            immediate?: boolean | null;
        };
        /** @description What is read. */
        PullRequest: {
            /** @description Absent: every module. */
            module?: components["schemas"]["ObjectModule"] | null;
            /**
             * @description Everything, instead of what changed since the last time. Absent: `false`.
             * @default false
             */
            full?: boolean | null;
        };
        /** @description What a pull brought. */
        PullReport: {
            /** @description An id as the API gave it. */
            partner: string;
            modules?: components["schemas"]["ModulePull"][] | null;
        };
        /** @description What the crawl of one module brought. */
        ModulePull: {
            module: string;
            full: boolean;
            /** @description False: it broke off; what had come by then is kept. */
            complete: boolean;
            /** @description Why it broke off. */
            why?: string | null;
            pages: number;
            received: number;
            created: number;
            updated: number;
            unchanged: number;
            /** @description Older than what is stored. */
            stale: number;
            /** @description Nothing usable was left of them. */
            refused: number;
            /** @description Of a party that is not one of this partner. */
            foreign: number;
            /** @description Not known, and so old that they are not kept any more. */
            expired: number;
            /** @description Parts left out of objects that were stored. */
            left_out: number;
            vanished: number;
            /** @description Would have vanished, but they were too many to believe it. */
            held: number;
        };
        /** @description A place with one or more EVSEs. What the URL says may be left out; `last_updated` then is now. */
        LocationToWrite: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            /** @description Never changes. */
            id?: string | null;
            /** @description May be shown to drivers; if not, only to owners of the tokens listed. */
            publish: boolean;
            /** @description Only with `publish: false`. One matching entry is enough. */
            publish_allowed_to?: components["schemas"]["PublishTokenType"][] | null;
            name?: string | null;
            /** @description Street and house number. */
            address: string;
            city: string;
            /** @description Absent only where there is none. */
            postal_code?: string | null;
            state?: string | null;
            /** @description ISO 3166-1 alpha-3, not alpha-2. A country of three upper-case letters such as NLD. */
            country: string;
            coordinates: components["schemas"]["GeoLocation"];
            /** @description Entrances and the like. */
            related_locations?: components["schemas"]["AdditionalGeoLocation"][] | null;
            parking_type?: components["schemas"]["ParkingType"] | null;
            evses?: components["schemas"]["EvseToWrite"][] | null;
            directions?: components["schemas"]["DisplayText"][] | null;
            /** @description Absent: the business details of the owner's credentials role. */
            operator?: components["schemas"]["BusinessDetails"] | null;
            suboperator?: components["schemas"]["BusinessDetails"] | null;
            owner?: components["schemas"]["BusinessDetails"] | null;
            facilities?: components["schemas"]["Facility"][] | null;
            /** @description IANA name; local times of this Location and of its tariffs are in it. */
            time_zone: string;
            /** @description When the EVSEs can be reached. */
            opening_times?: components["schemas"]["Hours"] | null;
            /**
             * @description EVSEs still charge outside opening times. Absent: `true`.
             * @default true
             */
            charging_when_closed?: boolean | null;
            images?: components["schemas"]["Image"][] | null;
            energy_mix?: components["schemas"]["EnergyMix"] | null;
            /** @description Places at which vehicles charging here can park. */
            parking_places?: components["schemas"]["Parking"][] | null;
            /** @description Help for drivers at this Location. */
            help_phone?: string | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description What charges one vehicle at a time; it may have several connectors. What the URL says may be left out; `last_updated` then is now. */
        EvseToWrite: {
            /** @description Never changes; unique on the platform of the CPO, not only in its Location. */
            uid: string;
            /** @description The id drivers see; may be taken away when REMOVED, to be used again. */
            evse_id?: string | null;
            status: components["schemas"]["Status"];
            /** @description Plans only; the change itself is sent when it happens. */
            status_schedule?: components["schemas"]["StatusSchedule"][] | null;
            capabilities?: components["schemas"]["Capability"][] | null;
            connectors: components["schemas"]["ConnectorToWrite"][];
            floor_level?: string | null;
            coordinates?: components["schemas"]["GeoLocation"] | null;
            /** @description Printed on the outside. */
            physical_reference?: string | null;
            directions?: components["schemas"]["DisplayText"][] | null;
            parking_restrictions?: components["schemas"]["ParkingRestriction"][] | null;
            images?: components["schemas"]["Image"][] | null;
            /** @description Places from which this EVSE can be used; EVSEs may share one. */
            parking?: components["schemas"]["EVSEParking"][] | null;
            /** @description Names of the eMSPs whose customers may charge. */
            accepted_service_providers?: string[] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description A socket or cable of an EVSE. What the URL says may be left out; `last_updated` then is now. */
        ConnectorToWrite: {
            /** @description Unique within its EVSE only. */
            id: string;
            standard: components["schemas"]["ConnectorType"];
            format: components["schemas"]["ConnectorFormat"];
            power_type: components["schemas"]["PowerType"];
            /** @description Line to neutral for AC_3_PHASE: 230, not 400. In V. */
            max_voltage: number;
            /** @description Per phase. In A. */
            max_amperage: number;
            /** @description Given when lower than voltage and amperage allow. In W. */
            max_electric_power?: number | null;
            /** @description At most one tariff of each type is active at a time. */
            tariff_ids?: string[] | null;
            /** Format: uri */
            terms_and_conditions?: string | null;
            capabilities?: components["schemas"]["ConnectorCapability"][] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description Changed fields of an EVSE, mostly its status. */
        EvseChanges: {
            /** @description Never changes; unique on the platform of the CPO, not only in its Location. */
            uid?: string | null;
            /** @description The id drivers see; may be taken away when REMOVED, to be used again. */
            evse_id?: string | null;
            status?: components["schemas"]["Status"] | null;
            /** @description Plans only; the change itself is sent when it happens. */
            status_schedule?: components["schemas"]["StatusSchedule"][] | null;
            capabilities?: components["schemas"]["Capability"][] | null;
            connectors?: components["schemas"]["Connector"][] | null;
            floor_level?: string | null;
            coordinates?: components["schemas"]["GeoLocation"] | null;
            /** @description Printed on the outside. */
            physical_reference?: string | null;
            directions?: components["schemas"]["DisplayText"][] | null;
            parking_restrictions?: components["schemas"]["ParkingRestriction"][] | null;
            images?: components["schemas"]["Image"][] | null;
            /** @description Places from which this EVSE can be used; EVSEs may share one. */
            parking?: components["schemas"]["EVSEParking"][] | null;
            /** @description Names of the eMSPs whose customers may charge. */
            accepted_service_providers?: string[] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description Changed fields of a connector. */
        ConnectorChanges: {
            /** @description Unique within its EVSE only. */
            id?: string | null;
            standard?: components["schemas"]["ConnectorType"] | null;
            format?: components["schemas"]["ConnectorFormat"] | null;
            power_type?: components["schemas"]["PowerType"] | null;
            /** @description Line to neutral for AC_3_PHASE: 230, not 400. In V. */
            max_voltage?: number | null;
            /** @description Per phase. In A. */
            max_amperage?: number | null;
            /** @description Given when lower than voltage and amperage allow. In W. */
            max_electric_power?: number | null;
            /** @description At most one tariff of each type is active at a time. */
            tariff_ids?: string[] | null;
            /** Format: uri */
            terms_and_conditions?: string | null;
            capabilities?: components["schemas"]["ConnectorCapability"][] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description What charging costs. What the URL says may be left out; `last_updated` then is now. */
        TariffToWrite: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            id?: string | null;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency: string;
            /** @description Absent: for every session. */
            type?: components["schemas"]["TariffType"] | null;
            /** @description Adds to the elements, does not repeat them. */
            tariff_alt_text?: components["schemas"]["DisplayText"][] | null;
            /** Format: uri */
            tariff_alt_url?: string | null;
            /** @description A session costs at least this; each amount is a limit of its own. */
            min_price?: components["schemas"]["PriceLimit"] | null;
            /** @description A session costs at most this; each amount is a limit of its own. */
            max_price?: components["schemas"]["PriceLimit"] | null;
            /** @description Per dimension the first one that matches counts. */
            elements: components["schemas"]["TariffElement"][];
            /** @description Valid from here. UTC, unlike the restrictions. */
            start_date_time?: string | null;
            /** @description Valid until here. UTC, unlike the restrictions. */
            end_date_time?: string | null;
            energy_mix?: components["schemas"]["EnergyMix"] | null;
            /** @description Whether the prices of the elements include taxes. */
            tax_included: components["schemas"]["TaxIncluded"];
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description A charging session or a reservation, while it runs and after. What the URL says may be left out; `last_updated` then is now. Without `total_cost` it is worked out by the connector's tariff, and so is `currency`. */
        SessionToWrite: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            id?: string | null;
            /** @description When it became ACTIVE; while PENDING, when it was made at the charge point. */
            start_date_time: string;
            /** @description When the session ended; charging may have ended before. */
            end_date_time?: string | null;
            /** @description Energy charged so far. In kWh. */
            kwh: number;
            /** @description The token that started the session. */
            cdr_token: components["schemas"]["CdrToken"];
            /** @description May change: reserved by command, started with a whitelisted token. */
            auth_method: components["schemas"]["AuthMethod"];
            /** @description What the eMSP gave with an authorization or command; the last one given wins. */
            authorization_reference?: string | null;
            location_id: string;
            /** @description `#NA` for a reservation without an assigned EVSE. */
            evse_uid: string;
            /** @description `#NA` for a reservation without an assigned EVSE. */
            connector_id: string;
            meter_id?: string | null;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency?: string | null;
            /** @description A PATCH appends; a PUT replaces all. */
            charging_periods?: components["schemas"]["ChargingPeriod"][] | null;
            /** @description Absent says nothing; 0.00 is free of charge. */
            total_cost?: components["schemas"]["Price"] | null;
            status: components["schemas"]["SessionStatus"];
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description What identifies a driver: a card, an app, a contract. What the URL says may be left out; `last_updated` then is now. */
        TokenToWrite: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            /** @description Unique together with the type; for RFID the number the reader sees. */
            uid?: string | null;
            type?: components["schemas"]["TokenType"] | null;
            /** @description The contract of the driver; several tokens may share it. */
            contract_id: string;
            /** @description As printed on the card. */
            visual_number?: string | null;
            /** @description As printed on the card; not always the eMSP. */
            issuer: string;
            /** @description One token of the group may stop what another started. OCPP 1.5 and 1.6 know 20 characters of it. */
            group_id?: string | null;
            /** @description Tokens are never deleted, only made invalid. */
            valid: boolean;
            whitelist: components["schemas"]["WhitelistType"];
            /** @description ISO 639-1. A language of two letters such as en. */
            language?: string | null;
            /** @description Preference for sessions without charging preferences. */
            default_profile_type?: components["schemas"]["ProfileType"] | null;
            /** @description The driver's own energy supplier, where that is possible. */
            energy_contract?: components["schemas"]["EnergyContract"] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description The bill of a session; never changed, only credited. `last_updated` may be left out, it then is now; costs, totals and tariffs too, they then are worked out from the charging periods and the connector's tariff. */
        CdrToWrite: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code: string;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id: string;
            /** @description At most 36 characters, 39 for a credit CDR. */
            id: string;
            /** @description Start of the session, or of the reservation before it. */
            start_date_time: string;
            end_date_time: string;
            /** @description Absent only without sessions module, or for a reservation never used. */
            session_id?: string | null;
            /** @description As it was when the session started. */
            cdr_token: components["schemas"]["CdrToken"];
            /** @description The last one used. */
            auth_method: components["schemas"]["AuthMethod"];
            /** @description The last one the eMSP gave. */
            authorization_reference?: string | null;
            cdr_location: components["schemas"]["CdrLocation"];
            meter_id?: string | null;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency?: string | null;
            /** @description Those that priced it, the free one too, as they were at the start. */
            tariffs?: components["schemas"]["Tariff"][] | null;
            /** @description A new one wherever the price changed. */
            charging_periods: components["schemas"]["ChargingPeriod"][];
            signed_data?: components["schemas"]["SignedData"] | null;
            /** @description Sum of all costs; negative in a credit CDR, which negates nothing else. */
            total_cost?: components["schemas"]["Price"] | null;
            /** @description Without the fixed parts of parking and reservation. */
            total_fixed_cost?: components["schemas"]["Price"] | null;
            /** @description In kWh. */
            total_energy?: number | null;
            total_energy_cost?: components["schemas"]["Price"] | null;
            /** @description Charging and parking together. In h. */
            total_time?: number | null;
            /** @description Of the time charging. */
            total_time_cost?: components["schemas"]["Price"] | null;
            /** @description Part of `total_time`. In h. */
            total_parking_time?: number | null;
            /** @description With the fixed parts of parking. */
            total_parking_cost?: components["schemas"]["Price"] | null;
            /** @description With the fixed parts of the reservation. */
            total_reservation_cost?: components["schemas"]["Price"] | null;
            remark?: string | null;
            /** @description An invoice that comes later. */
            invoice_reference_id?: string | null;
            /** @description Takes back the CDR in `credit_reference_id`. */
            credit?: boolean | null;
            credit_reference_id?: string | null;
            /** @description The driver is paid for energy from the own connection. */
            home_charging_compensation?: boolean | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description CDRs that were deleted. */
        DeletedCdrs: {
            deleted: number;
        };
        /** @description One line of a batch. */
        BatchLine: {
            op: components["schemas"]["BatchOp"];
            module: components["schemas"]["ObjectModule"];
            /** @description What the line is about; may be left out where the object says it. */
            key?: components["schemas"]["BatchKey"] | null;
            /** @description `put`, `post`: all of it, as single calls take it; `patch`: the changed fields; `delete`: none. */
            object?: components["schemas"]["AnyObject"] | null;
        };
        /** @description Names an object, an EVSE or a connector. */
        BatchKey: {
            country_code?: string | null;
            party_id?: string | null;
            id?: string | null;
            /** @description Tokens. */
            uid?: string | null;
            /** @description Tokens; RFID where nothing is said. */
            type?: components["schemas"]["TokenType"] | null;
            evse_uid?: string | null;
            connector_id?: string | null;
        };
        /** @description What became of a line, or of a `replace` at the end. */
        BatchResult: {
            /** @description Number of the line, or of the element of an array; empty lines count. */
            line?: number | null;
            /** @description Module and party of which everything that was not named was withdrawn. */
            replace?: string | null;
            /** @description HTTP status of the single call. */
            status: number;
            outcome?: components["schemas"]["BatchOutcome"] | null;
            /** @description What is odd about a session, tariff or CDR that was stored. */
            findings?: components["schemas"]["Finding"][] | null;
            /** @description `replace`: so many. */
            withdrawn?: number | null;
            /** @description `replace` that was held: so many would be withdrawn. */
            missing?: number | null;
            /** @description `replace`: of so many. */
            known?: number | null;
            /** @description Why not. Pointers are into the line. */
            problem?: components["schemas"]["ProblemDetails"] | null;
        };
        /** @description Status of one EVSE. */
        EvseStatus: {
            /** @description A party such as NL-ABC. */
            party: string;
            /** @description This or `evse_id`. */
            evse_uid?: string | null;
            /** @description As it stands in the EVSE, without regard to case. */
            evse_id?: string | null;
            /** @description Needed only where several Locations have such an EVSE. */
            location_id?: string | null;
            status: components["schemas"]["Status"];
            /** @description When it became so; now where nothing is said. */
            at?: string | null;
        };
        /** @description Location beside what the platform knows about it. */
        LocationWithMeta: {
            object: components["schemas"]["Location"];
            meta: components["schemas"]["ObjectMeta"];
        };
        /** @description EVSE beside what the platform knows about it. */
        EVSEWithMeta: {
            object: components["schemas"]["EVSE"];
            meta: components["schemas"]["ObjectMeta"];
        };
        /** @description Connector beside what the platform knows about it. */
        ConnectorWithMeta: {
            object: components["schemas"]["Connector"];
            meta: components["schemas"]["ObjectMeta"];
        };
        /** @description Tariff beside what the platform knows about it. */
        TariffWithMeta: {
            object: components["schemas"]["Tariff"];
            meta: components["schemas"]["ObjectMeta"];
        };
        /** @description Session beside what the platform knows about it. */
        SessionWithMeta: {
            object: components["schemas"]["Session"];
            meta: components["schemas"]["ObjectMeta"];
        };
        /** @description CDR beside what the platform knows about it. */
        CDRWithMeta: {
            object: components["schemas"]["CDR"];
            meta: components["schemas"]["ObjectMeta"];
        };
        /** @description Token beside what the platform knows about it. */
        TokenWithMeta: {
            object: components["schemas"]["Token"];
            meta: components["schemas"]["ObjectMeta"];
        };
        /** @description What the platform knows about an object. */
        ObjectMeta: {
            own: boolean;
            /** @description Id of the partner it came from; null: our own. */
            partner?: string | null;
            /** @description OCPI version it came in. */
            version: string;
            /** @description When its last change was stored. */
            received_at: string;
            /** @description Status of an EVSE or session, whether a token is valid, state of the audit of a CDR. */
            state?: string | null;
            /** @description What the canonical form lacks of what came. */
            losses?: components["schemas"]["Loss"][] | null;
            /** @description Of the audit of a CDR, the lint of a tariff. */
            findings?: components["schemas"]["Finding"][] | null;
            /** @description From the place that was asked for. In m. */
            distance?: number | null;
            /** @description Of a Location: by plug and power, the most powerful first. */
            availability?: components["schemas"]["Availability"][] | null;
            /** @description `prices=true`: what charging costs now. */
            prices?: components["schemas"]["ConnectorPrices"][] | null;
        };
        /** @description Something that got lost when an object was converted. */
        Loss: {
            /** @description JSON pointer. */
            path: string;
            why: string;
        };
        /** @description How many cars can plug in at a Location. */
        Availability: {
            standard: components["schemas"]["ConnectorType"];
            power_type: components["schemas"]["PowerType"];
            /** @description In kW. */
            power_kw: number;
            /** @description EVSEs with such a connector; those planned and removed do not count. */
            evses: number;
            /** @description Of these, how many are AVAILABLE. An EVSE charges one car at a time. */
            available: number;
        };
        /** @description What charging costs at a connector now. */
        ConnectorPrices: {
            evse_uid: string;
            connector_id: string;
            /** @description With a contract: `tariff_id`, `currency`, prices per kWh, minute and session. Null: no tariff is known. */
            regular?: components["schemas"]["AnyObject"] | null;
            /** @description Without one. Null: no tariff is for that. */
            ad_hoc?: components["schemas"]["AnyObject"] | null;
            /** @description What the driver named by `token`, `contract_id` or `driver_party` pays: `rule`, `currency`, `per_kwh`, `per_minute`, `per_minute_parking`, `per_session`. Null: no retail rule is for them, or it cannot be known. */
            retail?: components["schemas"]["AnyObject"] | null;
        };
        /** @description Connectors of one of our parties: all, or those of what else is named. */
        ConnectorSelector: {
            country_code: string;
            party_id: string;
            location_id?: string | null;
            evse_uid?: string | null;
            /** @description Only with `evse_uid`. */
            connector_id?: string | null;
        };
        /** @description What connectors cost. */
        PriceRule: {
            connectors: components["schemas"]["ConnectorSelector"][];
            /** @description Ids of tariffs of the parties named. None: no tariffs are shown there. */
            tariff_ids?: string[] | null;
        };
        /** @description Partners that see tariffs of their own at our connectors. */
        PriceGroup: {
            /** @description Name of the group. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name: string;
            /** @description Ids of its partners. Each is in one group at most. */
            partners?: string[] | null;
            /** @description The first rule that names a connector decides; one that none names keeps its own tariffs. */
            rules?: components["schemas"]["PriceRule"][] | null;
            status: components["schemas"]["PriceGroupStatus"];
        };
        /** @description The partners of a price group and what they see. */
        PriceGroupToWrite: {
            /** @description As in the URL. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name?: string | null;
            /** @description Ids of its partners. Each is in one group at most. */
            partners?: string[] | null;
            /** @description The first rule that names a connector decides; one that none names keeps its own tariffs. */
            rules?: components["schemas"]["PriceRule"][] | null;
        };
        /** @description What is to be priced: `cdr`, or `session`, or one that is known here by `country_code`, `party_id` and `session_id`. */
        PriceQuestion: {
            cdr?: components["schemas"]["CdrToPrice"] | null;
            session?: components["schemas"]["SessionToPrice"] | null;
            /** @description CPO of the session that `session_id` names. */
            country_code?: string | null;
            /** @description CPO of the session that `session_id` names. */
            party_id?: string | null;
            /** @description A session that is known here, own or received. */
            session_id?: string | null;
            /** @description Absent: those of the CDR, then those known here that the charging periods name, then those of the connector. */
            tariffs?: components["schemas"]["TariffToPrice"][] | null;
            /** @description For its time zone. Absent: the one known here. */
            location?: components["schemas"]["LocationToPrice"] | null;
            /**
             * @description `false`: a period in which the price changes is not cut there; the price at its start holds. Absent: `true`.
             * @default true
             */
            cut?: boolean | null;
        };
        /** @description The bill of a session; never changed, only credited. As far as there is one: `start_date_time`, `charging_periods` are needed. */
        CdrToPrice: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            /** @description At most 36 characters, 39 for a credit CDR. */
            id?: string | null;
            /** @description Start of the session, or of the reservation before it. */
            start_date_time: string;
            end_date_time?: string | null;
            /** @description Absent only without sessions module, or for a reservation never used. */
            session_id?: string | null;
            /** @description As it was when the session started. */
            cdr_token?: components["schemas"]["CdrToken"] | null;
            /** @description The last one used. */
            auth_method?: components["schemas"]["AuthMethod"] | null;
            /** @description The last one the eMSP gave. */
            authorization_reference?: string | null;
            cdr_location?: components["schemas"]["CdrLocation"] | null;
            meter_id?: string | null;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency?: string | null;
            tariffs?: components["schemas"]["TariffToPrice"][] | null;
            /** @description A new one wherever the price changed. */
            charging_periods: components["schemas"]["ChargingPeriod"][];
            signed_data?: components["schemas"]["SignedData"] | null;
            /** @description Sum of all costs; negative in a credit CDR, which negates nothing else. */
            total_cost?: components["schemas"]["Price"] | null;
            /** @description Without the fixed parts of parking and reservation. */
            total_fixed_cost?: components["schemas"]["Price"] | null;
            /** @description In kWh. */
            total_energy?: number | null;
            total_energy_cost?: components["schemas"]["Price"] | null;
            /** @description Charging and parking together. In h. */
            total_time?: number | null;
            /** @description Of the time charging. */
            total_time_cost?: components["schemas"]["Price"] | null;
            /** @description Part of `total_time`. In h. */
            total_parking_time?: number | null;
            /** @description With the fixed parts of parking. */
            total_parking_cost?: components["schemas"]["Price"] | null;
            /** @description With the fixed parts of the reservation. */
            total_reservation_cost?: components["schemas"]["Price"] | null;
            remark?: string | null;
            /** @description An invoice that comes later. */
            invoice_reference_id?: string | null;
            /** @description Takes back the CDR in `credit_reference_id`. */
            credit?: boolean | null;
            credit_reference_id?: string | null;
            /** @description The driver is paid for energy from the own connection. */
            home_charging_compensation?: boolean | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description A charging session or a reservation, while it runs and after. As far as there is one: `start_date_time`, `charging_periods` are needed. */
        SessionToPrice: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            id?: string | null;
            /** @description When it became ACTIVE; while PENDING, when it was made at the charge point. */
            start_date_time: string;
            /** @description When the session ended; charging may have ended before. */
            end_date_time?: string | null;
            /** @description Energy charged so far. In kWh. */
            kwh?: number | null;
            /** @description The token that started the session. */
            cdr_token?: components["schemas"]["CdrToken"] | null;
            /** @description May change: reserved by command, started with a whitelisted token. */
            auth_method?: components["schemas"]["AuthMethod"] | null;
            /** @description What the eMSP gave with an authorization or command; the last one given wins. */
            authorization_reference?: string | null;
            location_id?: string | null;
            /** @description `#NA` for a reservation without an assigned EVSE. */
            evse_uid?: string | null;
            /** @description `#NA` for a reservation without an assigned EVSE. */
            connector_id?: string | null;
            meter_id?: string | null;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency?: string | null;
            charging_periods: components["schemas"]["ChargingPeriod"][];
            /** @description Absent says nothing; 0.00 is free of charge. */
            total_cost?: components["schemas"]["Price"] | null;
            status?: components["schemas"]["SessionStatus"] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description What charging costs. As far as there is one: `id`, `currency`, `tax_included`, `elements` are needed. */
        TariffToPrice: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            id: string;
            /** @description ISO 4217. A currency of three upper-case letters such as EUR. */
            currency: string;
            /** @description Absent: for every session. */
            type?: components["schemas"]["TariffType"] | null;
            /** @description Adds to the elements, does not repeat them. */
            tariff_alt_text?: components["schemas"]["DisplayText"][] | null;
            /** Format: uri */
            tariff_alt_url?: string | null;
            /** @description A session costs at least this; each amount is a limit of its own. */
            min_price?: components["schemas"]["PriceLimit"] | null;
            /** @description A session costs at most this; each amount is a limit of its own. */
            max_price?: components["schemas"]["PriceLimit"] | null;
            /** @description Per dimension the first one that matches counts. */
            elements: components["schemas"]["TariffElement"][];
            /** @description Valid from here. UTC, unlike the restrictions. */
            start_date_time?: string | null;
            /** @description Valid until here. UTC, unlike the restrictions. */
            end_date_time?: string | null;
            energy_mix?: components["schemas"]["EnergyMix"] | null;
            /** @description Whether the prices of the elements include taxes. */
            tax_included: components["schemas"]["TaxIncluded"];
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description A place with one or more EVSEs. As far as there is one: `time_zone` are needed. */
        LocationToPrice: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            /** @description Never changes. */
            id?: string | null;
            /** @description May be shown to drivers; if not, only to owners of the tokens listed. */
            publish?: boolean | null;
            /** @description Only with `publish: false`. One matching entry is enough. */
            publish_allowed_to?: components["schemas"]["PublishTokenType"][] | null;
            name?: string | null;
            /** @description Street and house number. */
            address?: string | null;
            city?: string | null;
            /** @description Absent only where there is none. */
            postal_code?: string | null;
            state?: string | null;
            /** @description ISO 3166-1 alpha-3, not alpha-2. A country of three upper-case letters such as NLD. */
            country?: string | null;
            coordinates?: components["schemas"]["GeoLocation"] | null;
            /** @description Entrances and the like. */
            related_locations?: components["schemas"]["AdditionalGeoLocation"][] | null;
            parking_type?: components["schemas"]["ParkingType"] | null;
            /** @description Removed ones stay, with status REMOVED. */
            evses?: components["schemas"]["EVSE"][] | null;
            directions?: components["schemas"]["DisplayText"][] | null;
            /** @description Absent: the business details of the owner's credentials role. */
            operator?: components["schemas"]["BusinessDetails"] | null;
            suboperator?: components["schemas"]["BusinessDetails"] | null;
            owner?: components["schemas"]["BusinessDetails"] | null;
            facilities?: components["schemas"]["Facility"][] | null;
            /** @description IANA name; local times of this Location and of its tariffs are in it. */
            time_zone: string;
            /** @description When the EVSEs can be reached. */
            opening_times?: components["schemas"]["Hours"] | null;
            /**
             * @description EVSEs still charge outside opening times. Absent: `true`.
             * @default true
             */
            charging_when_closed?: boolean | null;
            images?: components["schemas"]["Image"][] | null;
            energy_mix?: components["schemas"]["EnergyMix"] | null;
            /** @description Places at which vehicles charging here can park. */
            parking_places?: components["schemas"]["Parking"][] | null;
            /** @description Help for drivers at this Location. */
            help_phone?: string | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description A tax on an amount. */
        CostTax: {
            name: string;
            /** @description Where one rate made all of it. */
            percentage?: string | null;
            amount: string;
        };
        /** @description An amount before and after taxes. */
        CostAmount: {
            before_taxes: string;
            taxes?: components["schemas"]["CostTax"][] | null;
            /** @description Absent when taxes come on top whose rates are not known. */
            after_taxes?: string | null;
        };
        /** @description What it costs, and why. A part whose price cannot be known is absent, and a finding says why. */
        Cost: {
            currency?: string | null;
            /** @description Within `min_price` and `max_price`; negative for a credit CDR. */
            total?: components["schemas"]["CostAmount"] | null;
            /** @description Fees. */
            fixed?: components["schemas"]["CostAmount"] | null;
            /** @description For energy. */
            energy?: components["schemas"]["CostAmount"] | null;
            /** @description For time of charging. */
            time?: components["schemas"]["CostAmount"] | null;
            /** @description For time of parking. */
            parking?: components["schemas"]["CostAmount"] | null;
            /** @description For being reserved. */
            reservation?: components["schemas"]["CostAmount"] | null;
            /** @description What each charging period costs, and by which components. */
            periods?: components["schemas"]["AnyObject"][] | null;
            /** @description How it came about, step by step; `text` is for people. */
            explanation?: components["schemas"]["AnyObject"][] | null;
            findings?: components["schemas"]["Finding"][] | null;
        };
        /** @description What it costs, and why. A part whose price cannot be known is absent, and a finding says why. Of a token of ours also what the driver pays. */
        UsagePrice: {
            currency?: string | null;
            /** @description Within `min_price` and `max_price`; negative for a credit CDR. */
            total?: components["schemas"]["CostAmount"] | null;
            /** @description Fees. */
            fixed?: components["schemas"]["CostAmount"] | null;
            /** @description For energy. */
            energy?: components["schemas"]["CostAmount"] | null;
            /** @description For time of charging. */
            time?: components["schemas"]["CostAmount"] | null;
            /** @description For time of parking. */
            parking?: components["schemas"]["CostAmount"] | null;
            /** @description For being reserved. */
            reservation?: components["schemas"]["CostAmount"] | null;
            /** @description What each charging period costs, and by which components. */
            periods?: components["schemas"]["AnyObject"][] | null;
            /** @description How it came about, step by step; `text` is for people. */
            explanation?: components["schemas"]["AnyObject"][] | null;
            findings?: components["schemas"]["Finding"][] | null;
            /** @description `total_cost` as the session or CDR states it. */
            stated?: components["schemas"]["Price"] | null;
            /** @description What the driver pays. Null: no retail rule is for them; absent: the token is not of a party of ours. */
            retail?: components["schemas"]["RetailCost"] | null;
        };
        /** @description What charging at a connector costs. */
        ConnectorPrice: {
            /** @description What the driver named by `token`, `contract_id` or `party` pays for it. Null: no retail rule is for them. */
            retail?: components["schemas"]["RetailCost"] | null;
            /** @description The planned session, by the tariff for `tariff_type` that is valid at its start. */
            quote: components["schemas"]["Cost"];
            /** @description What a driver without a contract is shown: prices per kWh, minute and session. Null: no tariff is for that. */
            ad_hoc?: components["schemas"]["AnyObject"] | null;
            /** @description Prices over the local day of `start`: steps with `start_time`, `end_time`, prices. Null: no tariff is valid. */
            curve?: components["schemas"]["AnyObject"] | null;
        };
        /** @description What a driver is shown of a session. What is not known is absent. */
        Receipt: {
            state: components["schemas"]["ReceiptState"];
            /** @description CPO. */
            country_code: string;
            /** @description CPO. */
            party_id: string;
            session_id?: string | null;
            /** @description Absent: no CDR has come yet. */
            cdr_id?: string | null;
            /** @description It is a credit CDR: what is taken back, in negative amounts. */
            credit?: boolean | null;
            /** @description The CDR that took this one back. */
            credit_cdr_id?: string | null;
            /** @description Of the CPO. */
            invoice_reference_id?: string | null;
            /** @description What the audit of the CDR came to. */
            audit?: components["schemas"]["AuditState"] | null;
            location: components["schemas"]["ReceiptPlace"];
            start: components["schemas"]["ReceiptTime"];
            end?: components["schemas"]["ReceiptTime"] | null;
            /** @description IANA name. */
            time_zone?: string | null;
            /** @description From start to end, parking included. In s. */
            duration_s?: number | null;
            /** @description In kWh. */
            energy_kwh?: number | null;
            /** @description The driver's. */
            contract_id?: string | null;
            /** @description Party of the contract. */
            issuer?: string | null;
            /** @description The authorization it rests on. */
            reference?: string | null;
            currency?: string | null;
            basis: components["schemas"]["ReceiptBasis"];
            /** @description They add up to the total. */
            lines?: components["schemas"]["ReceiptLine"][] | null;
            /** @description Exact; a retail rule may round. */
            total?: components["schemas"]["CostAmount"] | null;
            /** @description What the CPO states. */
            stated?: components["schemas"]["Price"] | null;
            /** @description The retail rule by which it is priced. */
            rule?: string | null;
            /** @description By which it is priced, where no retail rule is. */
            tariffs?: components["schemas"]["ReceiptTariff"][] | null;
            /** @description What the meter signed, for transparency software; of a CDR. */
            signed_data?: components["schemas"]["SignedData"] | null;
            /** @description What pricing found. */
            findings?: components["schemas"]["Finding"][] | null;
        };
        /** @description Where it was. */
        ReceiptPlace: {
            /** @description Of the Location. */
            id?: string | null;
            name?: string | null;
            address?: string | null;
            postal_code?: string | null;
            city?: string | null;
            country?: string | null;
            operator?: string | null;
            evse_uid?: string | null;
            /** @description What stands on the charge point. */
            evse_id?: string | null;
            physical_reference?: string | null;
            connector_id?: string | null;
            standard?: components["schemas"]["ConnectorType"] | null;
            format?: components["schemas"]["ConnectorFormat"] | null;
            power_type?: components["schemas"]["PowerType"] | null;
        };
        /** @description A time. */
        ReceiptTime: {
            utc: string;
            /** @description At the place, with its offset, such as 2026-07-01T14:00:00+02:00. */
            local?: string | null;
        };
        /** @description What one price came to. */
        ReceiptLine: {
            part: components["schemas"]["ReceiptPart"];
            /** @description In `unit`, decimal text. */
            quantity?: string | null;
            unit?: components["schemas"]["ReceiptUnit"] | null;
            /** @description To six digits; the average where the line has several prices. */
            unit_price?: components["schemas"]["CostAmount"] | null;
            amount: components["schemas"]["CostAmount"];
            tariff_id?: string | null;
        };
        /** @description A tariff. */
        ReceiptTariff: {
            id: string;
            /** @description `tariff_alt_text` in a language the driver reads. */
            text?: string | null;
            /** @description `tariff_alt_url`. */
            url?: string | null;
        };
        /** @description What drivers of ours pay. Of several rules that are for a session, the closest counts. */
        RetailRule: {
            /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name: string;
            /** @description Our eMSP parties whose drivers it is for. A party such as NL-ABC. */
            parties: string[];
            /** @description Only for these contracts. */
            contract_ids?: string[] | null;
            /** @description Only for tokens of these groups. */
            group_ids?: string[] | null;
            /** @description Only for tokens of these types. */
            token_types?: components["schemas"]["TokenType"][] | null;
            /** @description Only for sessions of these CPOs. A party such as NL-ABC. */
            cpos?: string[] | null;
            /** @description Only for sessions that start from then on. */
            start_date_time?: string | null;
            /** @description Only for sessions that start before. */
            end_date_time?: string | null;
            /** @description On top of what the CPO asks. Either this or `tariff`; `{}` adds nothing. */
            markup?: components["schemas"]["RetailMarkup"] | null;
            /** @description Prices the session instead of the tariffs of the CPO. */
            tariff?: components["schemas"]["TariffToPrice"] | null;
            /** @description With `markup`: all taxes of the driver, and needed, `[]` for none. With `tariff`: those of components without `vat`. */
            taxes?: components["schemas"]["RetailTax"][] | null;
            /** @description Absent: nothing is rounded. */
            rounding?: components["schemas"]["RetailRounding"] | null;
        };
        /** @description What drivers of ours pay, who of them, and where. Of `contract_ids`, `group_ids` and `token_types` at most one is given. */
        RetailRuleToWrite: {
            /** @description As in the URL. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name?: string | null;
            /** @description Our eMSP parties whose drivers it is for. A party such as NL-ABC. */
            parties: string[];
            /** @description Only for these contracts. */
            contract_ids?: string[] | null;
            /** @description Only for tokens of these groups. */
            group_ids?: string[] | null;
            /** @description Only for tokens of these types. */
            token_types?: components["schemas"]["TokenType"][] | null;
            /** @description Only for sessions of these CPOs. A party such as NL-ABC. */
            cpos?: string[] | null;
            /** @description Only for sessions that start from then on. */
            start_date_time?: string | null;
            /** @description Only for sessions that start before. */
            end_date_time?: string | null;
            /** @description On top of what the CPO asks. Either this or `tariff`; `{}` adds nothing. */
            markup?: components["schemas"]["RetailMarkup"] | null;
            /** @description Prices the session instead of the tariffs of the CPO. */
            tariff?: components["schemas"]["TariffToPrice"] | null;
            /** @description With `markup`: all taxes of the driver, and needed, `[]` for none. With `tariff`: those of components without `vat`. */
            taxes?: components["schemas"]["RetailTax"][] | null;
            /** @description Absent: nothing is rounded. */
            rounding?: components["schemas"]["RetailRounding"] | null;
        };
        /** @description Added to what the CPO asks before taxes. Less than 0 is a discount. */
        RetailMarkup: {
            /** @description Of the CPO's price before taxes. In %. */
            percentage?: number | null;
            /** @description Of the amounts below; needed with them. A currency of three upper-case letters such as EUR. */
            currency?: string | null;
            /** @description For each kWh. */
            per_kwh?: number | null;
            /** @description For each minute of charging or parking. */
            per_minute?: number | null;
            /** @description Once. */
            per_session?: number | null;
        };
        /** @description A tax that drivers pay. */
        RetailTax: {
            name: string;
            /** @description In %. */
            percentage: number;
        };
        /** @description Where and how amounts are rounded, before taxes and each tax by itself. */
        RetailRounding: {
            per: components["schemas"]["RetailRoundingPer"];
            /** @description After the point. */
            digits: number;
            /**
             * @description Absent: `half-up`.
             * @default half-up
             */
            mode?: components["schemas"]["RetailRoundingMode"] | null;
        };
        /** @description What the driver pays, and why. What cannot be known is absent, and a finding says why. */
        RetailCost: {
            /** @description Name of the rule. */
            rule: string;
            /** @description The rules that are for this driver and CPO: by contract before by group, token type, and all drivers; of these one that names the CPO first, then the later start, then the name. The first one counts. */
            rules?: components["schemas"]["RetailRuleMatch"][] | null;
            currency?: string | null;
            /** @description What the driver pays; negative for a credit CDR. */
            total?: components["schemas"]["CostAmount"] | null;
            /** @description Fees. */
            fixed?: components["schemas"]["CostAmount"] | null;
            /** @description For energy. */
            energy?: components["schemas"]["CostAmount"] | null;
            /** @description For time of charging. */
            time?: components["schemas"]["CostAmount"] | null;
            /** @description For time of parking. */
            parking?: components["schemas"]["CostAmount"] | null;
            /** @description For being reserved. */
            reservation?: components["schemas"]["CostAmount"] | null;
            /** @description With a tariff: what each charging period costs. */
            periods?: components["schemas"]["AnyObject"][] | null;
            /** @description How it came about, step by step; `text` is for people. */
            explanation?: components["schemas"]["AnyObject"][] | null;
            /** @description Paths that begin with `/markup`, `/taxes` or `/tariff/` are those of the rule. */
            findings?: components["schemas"]["Finding"][] | null;
        };
        /** @description A rule that is for a driver and a CPO. */
        RetailRuleMatch: {
            /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name: string;
            /** @description By what it names the driver. */
            driver: components["schemas"]["RetailDriverKind"];
            /** @description Whether it names the CPO. */
            cpo: boolean;
        };
        /** @description Something that is wrong with an object, or worth knowing about it. */
        Finding: {
            /** @description A stable name. */
            code: string;
            severity: components["schemas"]["FindingSeverity"];
            /** @description JSON pointer into the object; empty: all of it. */
            path: string;
            /** @description What is wrong and what would be right. */
            message: string;
            /** @description What it rests on. */
            requirement?: string | null;
        };
        /** @description What is known about a CDR: what was found in it, and what somebody decided. */
        Audit: {
            country_code: string;
            party_id: string;
            cdr_id: string;
            /** @description Id of the partner it came from; null: our own. */
            partner?: string | null;
            own: boolean;
            state: components["schemas"]["AuditState"];
            findings?: components["schemas"]["Finding"][] | null;
            /** @description The price worked out again: `currency`, `total` and its parts; null: unknown. */
            cost?: components["schemas"]["AnyObject"] | null;
            /** @description Every amount and quantity that was compared. */
            differences?: components["schemas"]["AuditDifference"][] | null;
            energy?: components["schemas"]["AuditEnergy"] | null;
            /** @description The oldest first; the last 100. */
            history?: components["schemas"]["AuditEntry"][] | null;
            /** @description When the findings were made. */
            audited_at: string;
            last_updated: string;
        };
        /** @description An amount or quantity that was worked out again; exact decimals. */
        AuditDifference: {
            /** @description JSON pointer into the CDR. */
            path: string;
            stated?: string | null;
            recomputed?: string | null;
            /** @description `stated` less `recomputed`. */
            difference?: string | null;
        };
        /** @description Energy as the CDR has it, in kWh; exact decimals. */
        AuditEnergy: {
            stated: string;
            /** @description Sum of the charging periods. */
            periods?: string | null;
            /** @description From signed meter values. */
            signed?: string | null;
        };
        /** @description Something that happened to an audit. */
        AuditEntry: {
            at: string;
            /** @description Name of the API key; `audit`: the platform itself. */
            by: string;
            action: components["schemas"]["AuditAction"];
            /** @description After it. */
            state: components["schemas"]["AuditState"];
            /** @description Codes of the findings, after an audit. */
            codes?: string[] | null;
            text?: string | null;
        };
        /** @description Why the CDR is accepted. */
        AcceptRequest: {
            text?: string | null;
        };
        /** @description Why the CDR is disputed. */
        DisputeRequest: {
            text: string;
        };
        /** @description What was found in a tariff. */
        Lint: {
            country_code: string;
            party_id: string;
            tariff_id: string;
            /** @description Id of the partner it came from; null: our own. */
            partner?: string | null;
            own: boolean;
            /** @description The worst of the findings. */
            severity: components["schemas"]["LintSeverity"];
            findings?: components["schemas"]["Finding"][] | null;
            /** @description When the findings changed last. */
            last_updated: string;
        };
        /** @description Public keys of the meters of an EVSE: one of these has to have signed. */
        MeterKeys: {
            /** @description Country of the CPO. */
            country_code: string;
            /** @description Id of the CPO. */
            party_id: string;
            evse_uid: string;
            /** @description In order of time. */
            keys: components["schemas"]["MeterKey"][];
        };
        /** @description Public keys of the meters of an EVSE. */
        MeterKeysToWrite: {
            /** @description As in the URL. */
            country_code?: string | null;
            /** @description As in the URL. */
            party_id?: string | null;
            /** @description As in the URL. */
            evse_uid?: string | null;
            keys: components["schemas"]["MeterKey"][];
        };
        /** @description The public key of a meter. */
        MeterKey: {
            /** @description Hex or Base64 of a SubjectPublicKeyInfo or of a point, or PEM; on a curve of OCMF. */
            public_key: string;
            /** @description For sessions that start from then on, until the next key; absent: since ever. */
            valid_from?: string | null;
        };
        /** @description A charging begins. Or all of one, with `meter` and `stop`. */
        ChargingStart: {
            /** @description Id for it, its session and its CDR; told again, it is the same charging. Absent: made of EVSE and `at`, where that is given. */
            id?: string | null;
            /** @description Our party that operates the EVSE, such as `NL-ABC`. A party such as NL-ABC. */
            party: string;
            /** @description Needed only where several locations have an EVSE of that uid. */
            location_id?: string | null;
            evse_uid: string;
            /** @description Needed only where the EVSE has several. */
            connector_id?: string | null;
            /** @description Who wants to charge: asked about as its whitelist says. */
            token?: components["schemas"]["ChargingToken"] | null;
            /** @description Of an answer to `POST /authorize`, or of a command; instead of `token`. */
            authorization_reference?: string | null;
            meter_id?: string | null;
            /** @description ISO 4217; needed only where the connector names no tariff. A currency of three upper-case letters such as EUR. */
            currency?: string | null;
            /** @description When it began. Absent: now. */
            at?: string | null;
            /** @description What the meter shows; it counts up. Absent: the first value that comes. In Wh. */
            meter_wh?: number | null;
            /** @description From then on; absent: the average until the next value. In W. */
            power_w?: number | null;
            /** @description From then on, the sum over the phases. In A. */
            current_a?: number | null;
            /** @description From then on; absent: as before, at the start `CHARGING`. */
            state?: components["schemas"]["ChargingState"] | null;
            /** @description State of charge of the car's battery. In %. */
            soc?: number | null;
            /** @description Carried along into the CDR as it is. */
            signed?: components["schemas"]["SignedMeterValue"] | null;
            /** @description Meter values that are known already, in any order. */
            meter?: components["schemas"]["ChargingMeter"][] | null;
            /** @description When it has ended already. */
            stop?: components["schemas"]["ChargingStop"] | null;
        };
        /** @description A token by its uid. */
        ChargingToken: {
            uid: string;
            /** @description Absent: RFID. */
            type?: components["schemas"]["TokenType"] | null;
        };
        /** @description What the meter shows at a time, and what happens from then on. */
        ChargingMeter: {
            /** @description When it was read. Absent: now. */
            at?: string | null;
            /** @description What the meter shows; it counts up. In Wh. */
            meter_wh: number;
            /** @description From then on; absent: the average until the next value. In W. */
            power_w?: number | null;
            /** @description From then on, the sum over the phases. In A. */
            current_a?: number | null;
            /** @description From then on; absent: as before, at the start `CHARGING`. */
            state?: components["schemas"]["ChargingState"] | null;
            /** @description State of charge of the car's battery. In %. */
            soc?: number | null;
            /** @description Carried along into the CDR as it is. */
            signed?: components["schemas"]["SignedMeterValue"] | null;
        };
        /** @description A charging ends: its session is completed and its CDR issued. */
        ChargingStop: {
            /** @description When it ended. Absent: now. */
            at?: string | null;
            /** @description What the meter shows; it counts up. Absent: as it was last. In Wh. */
            meter_wh?: number | null;
            /** @description State of charge of the car's battery. In %. */
            soc?: number | null;
            /** @description Carried along into the CDR as it is. */
            signed?: components["schemas"]["SignedMeterValue"] | null;
            /** @description All there is to say of one that is not known here yet. */
            start?: components["schemas"]["ChargingStart"] | null;
        };
        /** @description A signed meter value, as the meter gave it. */
        SignedMeterValue: {
            /** @description Such as OCMF. */
            encoding_method: string;
            encoding_method_version?: number | null;
            /** @description Base64. */
            public_key?: string | null;
            /** @description `Start`, `End` or `Intermediate`; absent: by its place. */
            nature?: string | null;
            plain_data: string;
            /** @description Base64. */
            signed_data: string;
            /** @description Where the driver can check the values. */
            url?: string | null;
        };
        /** @description A charging, and what was made of it. */
        Charging: {
            id: string;
            country_code: string;
            party_id: string;
            location_id: string;
            evse_uid: string;
            connector_id: string;
            /** @description `PENDING` until it is known whether the token may charge. */
            status: components["schemas"]["SessionStatus"];
            /** @description Why it is INVALID. */
            reason?: string | null;
            /** @description Id of its session; null: there is none yet. */
            session_id?: string | null;
            /** @description Id of its CDR; null: there is none yet. */
            cdr_id?: string | null;
            start_date_time: string;
            end_date_time?: string | null;
            /** @description As in the session when it was published last. In kWh. */
            kwh: number;
            /** @description How many there are. */
            meter_values: number;
            /** @description When something was told of it last. */
            heard_at: string;
            /** @description What is odd about it, or why its session or CDR was not made. */
            findings?: components["schemas"]["Finding"][] | null;
        };
        /** @description A CDR is taken back. */
        CreditRequest: {
            /** @description Id of the credit CDR; absent: that of the CDR with `-C`. */
            id?: string | null;
            /** @description Becomes its `remark`. */
            reason?: string | null;
        };
        /** @description Start charging. */
        StartSessionOrder: {
            /** @description Our party that sends the command. */
            from: components["schemas"]["PartyRef"];
            /** @description Absent: the owner of the Location, EVSE or Session. */
            to?: components["schemas"]["PartyRef"] | null;
            /** @description Instead of `location_id` and `evse_uid`: the id that stands on the charge point, such as NL*ABC*E123, with or without separators. */
            evse_id?: string | null;
            token: components["schemas"]["CommandToken"];
            location_id?: string | null;
            /** @description Needed with `connector_id`. */
            evse_uid?: string | null;
            /** @description Needed where the EVSE has START_SESSION_CONNECTOR_REQUIRED. */
            connector_id?: string | null;
            /** @description Comes back in the session and the CDR. Absent: one is made. */
            authorization_reference?: string | null;
        };
        /** @description Stop a session. */
        StopSessionOrder: {
            /** @description Our party that sends the command. */
            from: components["schemas"]["PartyRef"];
            /** @description Absent: the owner of the Location, EVSE or Session. */
            to?: components["schemas"]["PartyRef"] | null;
            session_id: string;
        };
        /** @description Reserve an EVSE; the same `reservation_id` at the same Location replaces. */
        ReserveNowOrder: {
            /** @description Our party that sends the command. */
            from: components["schemas"]["PartyRef"];
            /** @description Absent: the owner of the Location, EVSE or Session. */
            to?: components["schemas"]["PartyRef"] | null;
            /** @description Instead of `location_id` and `evse_uid`: the id that stands on the charge point, such as NL*ABC*E123, with or without separators. */
            evse_id?: string | null;
            token: components["schemas"]["CommandToken"];
            /** @description End of the reservation. UTC. */
            expiry_date: string;
            /** @description Unique for the caller only. */
            reservation_id: string;
            location_id?: string | null;
            /** @description Absent: any EVSE of the Location. */
            evse_uid?: string | null;
            /** @description Comes back in the session and the CDR. Absent: one is made. */
            authorization_reference?: string | null;
        };
        /** @description Give up a reservation. */
        CancelReservationOrder: {
            /** @description Our party that sends the command. */
            from: components["schemas"]["PartyRef"];
            /** @description Absent: the owner of the Location, EVSE or Session. */
            to?: components["schemas"]["PartyRef"] | null;
            reservation_id: string;
        };
        /** @description Unlock a connector; for operators and help desks, never for a driver directly. */
        UnlockConnectorOrder: {
            /** @description Our party that sends the command. */
            from: components["schemas"]["PartyRef"];
            /** @description Absent: the owner of the Location, EVSE or Session. */
            to?: components["schemas"]["PartyRef"] | null;
            location_id: string;
            evse_uid: string;
            connector_id: string;
        };
        /** @description A whole token, or `uid` and `type` of an own one that is stored, or a `contract_id` alone: an APP_USER token is made for this one session. */
        CommandToken: {
            /** @description Country of the party that owns this object, ISO 3166-1 alpha-2. */
            country_code?: string | null;
            /** @description Id of the party that owns this object, unique within its country. */
            party_id?: string | null;
            /** @description Unique together with the type; for RFID the number the reader sees. */
            uid?: string | null;
            type?: components["schemas"]["TokenType"] | null;
            /** @description The contract of the driver; several tokens may share it. */
            contract_id?: string | null;
            /** @description As printed on the card. */
            visual_number?: string | null;
            /** @description As printed on the card; not always the eMSP. */
            issuer?: string | null;
            /** @description One token of the group may stop what another started. OCPP 1.5 and 1.6 know 20 characters of it. */
            group_id?: string | null;
            /** @description Tokens are never deleted, only made invalid. */
            valid?: boolean | null;
            whitelist?: components["schemas"]["WhitelistType"] | null;
            /** @description ISO 639-1. A language of two letters such as en. */
            language?: string | null;
            /** @description Preference for sessions without charging preferences. */
            default_profile_type?: components["schemas"]["ProfileType"] | null;
            /** @description The driver's own energy supplier, where that is possible. */
            energy_contract?: components["schemas"]["EnergyContract"] | null;
            /** @description When this object was last changed, or created. UTC. */
            last_updated?: string | null;
        };
        /** @description A command and what became of it. */
        Command: {
            /** @description An id as the API gave it. */
            id: string;
            command: components["schemas"]["CommandType"];
            direction: components["schemas"]["CommandDirection"];
            from: components["schemas"]["PartyRef"];
            to: components["schemas"]["PartyRef"];
            /** @description Id of the partner it went to or came from. */
            partner: string;
            /** @description The command's own fields. */
            request: components["schemas"]["AnyObject"];
            status: components["schemas"]["CommandStatus"];
            /** @description The CPO's first answer. */
            response?: components["schemas"]["CommandResponseType"] | null;
            /** @description Why, in words. */
            reason?: string | null;
            /** @description The last outcome. */
            result?: components["schemas"]["CommandResultType"] | null;
            /** @description Every outcome reported, the oldest first. */
            results?: components["schemas"]["CommandOutcome"][] | null;
            /** @description Id of the session it names or, once there is one, began; a session of `to`. */
            session?: string | null;
            /** @description After this no outcome is expected. */
            expires_at?: string | null;
            created_at: string;
            last_updated: string;
        };
        /** @description An outcome that was reported. */
        CommandOutcome: {
            result: components["schemas"]["CommandResultType"];
            message?: components["schemas"]["DisplayText"][] | null;
            at: string;
        };
        /** @description The outcome of a command we received as CPO. */
        CommandReport: {
            result: components["schemas"]["CommandResultType"];
            /** @description For the driver, in English. */
            message?: string | null;
        };
        /** @description The backend's answer to the question whether a command is carried out. */
        CommandAnswer: {
            result: components["schemas"]["CommandResponseType"];
            /** @description Until the outcome is reported; 30 if absent. In s. */
            timeout?: number | null;
            /** @description For the driver, in English. */
            message?: string | null;
        };
        /** @description A driver holds a token at one of our charge points. */
        AuthorizeRequest: {
            /** @description Our party, as CPO. */
            from: components["schemas"]["PartyRef"];
            token: components["schemas"]["TokenRef"];
            location_id?: string | null;
            /** @description Needs `location_id`. */
            evse_uids?: string[] | null;
        };
        /** @description What the reader saw. */
        TokenRef: {
            uid: string;
            /**
             * @description Absent: `RFID`.
             * @default RFID
             */
            type?: components["schemas"]["TokenType"] | null;
        };
        /** @description Whether the driver may charge. */
        Authorized: {
            allowed: components["schemas"]["AllowedType"];
            decided_by: components["schemas"]["AuthorizedBy"];
            /** @description Where anybody knows it. */
            token?: components["schemas"]["Token"] | null;
            /** @description Only where charging is allowed. */
            location?: components["schemas"]["LocationReferences"] | null;
            /** @description Goes into the session and its CDR. */
            authorization_reference?: string | null;
            info?: components["schemas"]["DisplayText"] | null;
            /** @description In words, where no eMSP let the driver in or turned the driver away. */
            reason?: string | null;
        };
        /** @description The backend's answer to the question whether a token may charge. The token itself may be left out. */
        AuthorizationAnswer: {
            allowed: components["schemas"]["AllowedType"];
            /** @description Only the EVSEs of the question where charging is allowed. */
            location?: components["schemas"]["LocationReferences"] | null;
            /** @description Returns in the session and its CDR. */
            authorization_reference?: string | null;
            info?: components["schemas"]["DisplayText"] | null;
        };
        /** @description What the CPO says to charging preferences. */
        PreferencesAnswer: {
            result: components["schemas"]["ChargingPreferencesResponse"];
        };
        /** @description One object at its newest state. An object that changed several times meanwhile comes once. */
        Change: {
            /** @description Goes into `since` to go on after this change. Opaque. */
            position: string;
            module: components["schemas"]["ChangeModule"];
            /** @description Owner of the object; absent for partners. */
            country_code?: string | null;
            /** @description Owner of the object; absent for partners. */
            party_id?: string | null;
            /** @description Id of the object; of a token its uid, of an EVSE the id of its Location. */
            id: string;
            /** @description `object` is this EVSE of the Location, not the Location. */
            evse_uid?: string | null;
            kind: components["schemas"]["ChangeKind"];
            /** @description Written by us, not received from a partner. */
            own: boolean;
            /** @description Id of the partner it came from. */
            partner?: string | null;
            /** @description Canonical; of a question `{type, asked_at, expires_at, data}`, data as at a webhook; of something deleted, what it was. `parked`: what a partner refused, and why; deleted once it took it. */
            object: components["schemas"]["AnyObject"];
        };
        /** @description A URL that is told of changes and asked questions. */
        Webhook: {
            /** @description An id as the API gave it. */
            id: string;
            /** @description An http or https URL. */
            url: string;
            /** @description What it is told and asked; absent: everything. */
            events?: components["schemas"]["WebhookEvent"][] | null;
            /** @description Whose; absent or `["*"]`: all parties. A party such as NL-ABC, or * for all. */
            parties?: string[] | null;
            /** @description Signs what is sent (Standard Webhooks). Shown once, when the webhook is made. */
            secret?: string | null;
            status: components["schemas"]["WebhookStatus"];
            /** @description Attempts in a row that failed. */
            failures: number;
            /** @description Why the last attempt failed, while it is failing. */
            last_error?: string | null;
            /** @description While it is failing. */
            next_attempt_at?: string | null;
            last_delivered_at?: string | null;
            /** @description Notifications it took. */
            delivered: number;
            /** @description Notifications it answered with 400, 413 or 422 three times; they were left out. */
            refused: number;
            /** @description Changes in the feed it has not been told of yet; an upper bound. */
            behind: number;
            created_at: string;
        };
        /** @description A message sent to a webhook, and what became of it. */
        WebhookAttempt: {
            /** @description Its id, the same for every attempt. */
            message: string;
            type: string;
            /** @description In the feed; absent for a question and for a test. */
            position?: number | null;
            at: string;
            duration_ms: number;
            /** @description Status code of the answer; absent: there was none. */
            http?: number | null;
            /** @description Why it did not take it, or why its answer is of no use; absent when all is well. */
            error?: string | null;
        };
        /** @description What is to be told again. */
        WebhookReplay: {
            /** @description What changed since then, each object once at its newest state; `start`: everything. A DateTime, or `start`. */
            since: string;
        };
        /** @description A webhook to be made. */
        WebhookRequest: {
            /** @description May be private; never link-local. With a key for some parties private only where ALLOW_PRIVATE_WEBHOOKS says so. An http or https URL. */
            url: string;
            /** @description What it is told and asked; absent: everything. */
            events?: components["schemas"]["WebhookEvent"][] | null;
            /** @description Whose; absent or `["*"]`: all parties. A party such as NL-ABC, or * for all. */
            parties?: string[] | null;
            /** @description Absent: made and returned. `whsec_` and the Base64 of 24 to 64 bytes, padded. */
            secret?: string | null;
        };
        /** @description A key of this API, without the key itself. */
        ApiKey: {
            /** @description An id as the API gave it. */
            id: string;
            /** @description Stands where somebody is named, such as in the history of an audit. 1 to 64 of letters, digits, space and . _ @ -. */
            name: string;
            scope: components["schemas"]["KeyScope"];
            /** @description Parties it is for; `["*"]`: all, also those added later. A party such as NL-ABC, or * for all. */
            parties: string[];
            created_at: string;
            /** @description Shown once, when the key is made; stored as a hash. */
            key?: string | null;
        };
        /** @description A key to be made. */
        ApiKeyRequest: {
            /** @description 1 to 64 of letters, digits, space and . _ @ -. */
            name: string;
            scope: components["schemas"]["KeyScope"];
            /** @description Absent or `["*"]`: all. A key with scope `admin` is for all. A party such as NL-ABC, or * for all. */
            parties?: string[] | null;
        };
        /** @description How delivery to a partner goes, as the process that serves it last wrote down. */
        Delivery: {
            /** @description Id of the partner. */
            partner: string;
            /** @description What we call the partner. */
            name: string;
            status: components["schemas"]["PartnerStatus"];
            health?: components["schemas"]["DeliveryHealth"] | null;
            offline_since?: string | null;
            /** @description While it is offline. */
            next_probe_at?: string | null;
            /** @description A lane is what is sent of one module. */
            lanes?: components["schemas"]["DeliveryLane"][] | null;
            /** @description Of `calls`. */
            window: components["schemas"]["DeliveryWindow"];
            /** @description All calls of ours to the partner, by module: pushes, crawls, commands. */
            calls?: components["schemas"]["DeliveryCalls"][] | null;
        };
        /** @description What is sent of one module. */
        DeliveryLane: {
            module: string;
            lag: components["schemas"]["DeliveryLag"];
            /** @description Objects that the partner refused. */
            parked: number;
            /** @description Objects that wait for a party which its hub does not reach. */
            waiting: number;
            /** @description Changes that were never sent, because a newer one of the same object took their place while they waited. */
            saved: number;
            /** @description When the partner last took something. */
            last_success_at?: string | null;
            /** @description What last was not taken. */
            last_error?: components["schemas"]["DeliveryError"] | null;
            /** @description When this last changed. */
            at: string;
        };
        /** @description How far a lane is behind. */
        DeliveryLag: {
            /** @description Changed objects that are to be sent; of a long backlog at least so many. */
            objects: number;
            /** @description Age of the oldest of these changes. In s. */
            seconds: number;
        };
        /** @description An attempt that failed. */
        DeliveryError: {
            at: string;
            /** @description HTTP status of the answer. */
            http?: number | null;
            /** @description OCPI status code of the answer. */
            status_code?: number | null;
            why: string;
        };
        /** @description The time that is looked at. */
        DeliveryWindow: {
            from: string;
            to: string;
        };
        /** @description Calls of ours to a partner within the window. */
        DeliveryCalls: {
            module: string;
            calls: number;
            /** @description Not answered, or with another HTTP status than 2xx, or another code than 1xxx. */
            errors: number;
            /** @description `errors` of `calls`. */
            error_share: number;
            /** @description Half were answered, or given up, within this; right to a quarter. In ms. */
            p50_ms?: number | null;
            /** @description The same of 95 in 100. In ms. */
            p95_ms?: number | null;
        };
        /** @description An object that a partner refused, with its answer. It is tried again by itself. */
        ParkedObject: {
            /** @description An id as the API gave it. */
            id: string;
            /** @description Id of the partner. */
            partner: string;
            module: string;
            country_code: string;
            party_id: string;
            /** @description Id of the object; of a token its uid. */
            object_id: string;
            evse_uid?: string | null;
            token_type?: string | null;
            state: components["schemas"]["ParkedState"];
            refusals: number;
            first_at: string;
            last_at: string;
            /** @description When it is tried again; null: when the object changes. */
            next_at?: string | null;
            /** @description HTTP status of the answer. */
            http?: number | null;
            /** @description OCPI status code of the answer. */
            status_code?: number | null;
            why: string;
            /** @description What the partner said. */
            message?: string | null;
        };
        /** @description An object of ours that is meant for parties which no partner serves. */
        UnroutableObject: {
            id: string;
            module: string;
            country_code: string;
            party_id: string;
            /** @description Id of the object; of a token its uid. */
            object_id: string;
            /** @description Whom it is for. */
            parties?: string[] | null;
            last_updated: string;
        };
        /** @description What was left out of a list that was read from a partner. */
        AsideObject: {
            id: string;
            /** @description Id of the partner. */
            partner: string;
            module: string;
            country_code?: string | null;
            party_id?: string | null;
            object_id?: string | null;
            /** @description JSON pointer of the part that was left out; empty: all of it. */
            path: string;
            why: string;
            /** @description JSON text of the part, cut where it is long. */
            part?: string | null;
            at: string;
        };
        /** @description A CDR or a result: sent by itself, and again, until the partner took it. */
        DeliveryMessage: {
            id: string;
            /** @description Id of the partner. */
            partner: string;
            /** @description `cdr`, `command_result`, ... */
            kind: string;
            state: string;
            country_code?: string | null;
            party_id?: string | null;
            object_id?: string | null;
            created_at: string;
            /** @description After this nobody waits for it any more. */
            until: string;
            attempts: number;
            /** @description HTTP status of the last answer. */
            http?: number | null;
            /** @description OCPI status code of the last answer. */
            status_code?: number | null;
            why?: string | null;
            /** @description What the partner said. */
            message?: string | null;
            /** @description Where the partner keeps it. */
            location?: string | null;
        };
        /** @description What one party said to another one through this hub, and objects of the one pushed to the other. */
        HubPair: {
            /** @description Who said it, or whose objects they are, as `NL-ABC`; `other`: too many to be told apart. */
            from: string;
            /** @description Who it was for. */
            to: string;
            window: components["schemas"]["DeliveryWindow"];
            /** @description By module. */
            messages?: components["schemas"]["HubMessages"][] | null;
        };
        /** @description Messages of one module within the window. */
        HubMessages: {
            module: string;
            messages: number;
            /** @description Not answered, or with another HTTP status than 2xx, or another code than 1xxx. */
            errors: number;
            /** @description `errors` of `messages`. */
            error_share: number;
            /** @description Half were answered, or given up, within this; right to a quarter. In ms. */
            p50_ms?: number | null;
            /** @description The same of 95 in 100. In ms. */
            p95_ms?: number | null;
        };
        /** @description A request and its answer. Driver identifiers are replaced by marks (`driver:` and 16 digits), the same one for the same identifier; credentials tokens are not kept. */
        Exchange: {
            /** @description An id as the API gave it. */
            id: string;
            /** @description When it began. */
            at: string;
            direction: components["schemas"]["ExchangeDirection"];
            /** @description Id of the partner; null: nobody knows who asked. */
            partner?: string | null;
            /** @description Such as NL-ABC. */
            our_party?: string | null;
            their_party?: string | null;
            /** @description OCPI version. */
            version?: string | null;
            module: string;
            /** @description Name of the endpoint; null: none fits. */
            endpoint?: string | null;
            method: string;
            /** @description Below the module, with the query; of a URL of theirs its path. */
            path: string;
            /** @description HTTP status; null: no answer. */
            http?: number | null;
            /** @description OCPI status code; null: no envelope. */
            status_code?: number | null;
            /** @description Anything but HTTP 2xx with 1xxx. */
            failed: boolean;
            /** @description Why there was no answer. */
            why?: string | null;
            request_id?: string | null;
            correlation_id?: string | null;
            /** @description Milliseconds from the request to its answer. */
            ms: number;
            /** @description Owner of the object it is about. */
            country_code?: string | null;
            party_id?: string | null;
            /** @description Id of the object; of a token its mark. */
            object_id?: string | null;
            /** @description Of a location: uid of the EVSE, or EVSE/connector. */
            part?: string | null;
            /** @description Characters the body had. */
            request_length: number;
            response_length: number;
            /** @description The body, cut where it is long. Left out in lists. */
            request?: string | null;
            /** @description The body of the answer, cut where it is long. Left out in lists. */
            response?: string | null;
        };
        /** @description Exchanges of a day that are counted, not kept one by one. */
        ExchangeCount: {
            /** @description UTC, such as 2026-11-24. */
            day: string;
            kind: components["schemas"]["ExchangeCountKind"];
            partner: string;
            direction: components["schemas"]["ExchangeDirection"];
            module: string;
            country_code: string;
            party_id: string;
            object_id: string;
            part: string;
            count: number;
            first_at: string;
            last_at: string;
        };
        /** @description What became of an object that was sent again. */
        Replay: {
            state: components["schemas"]["ReplayState"];
            /** @description What is parked; listed by `GET /parked` until the partner takes it. An id as the API gave it. */
            parked_id: string;
            /** @description The new exchange; null while it is under way. */
            exchange?: components["schemas"]["Exchange"] | null;
        };
        /** @description Whom to erase. */
        EraseRequest: {
            /** @description Uid of a token of the driver. */
            token: string;
            /** @description Only of this type; left out: any. */
            type?: components["schemas"]["TokenType"] | null;
        };
        /** @description What was removed of a driver. */
        Erasure: {
            /** @description Tokens removed: the one that was named, and others of the same contract. */
            tokens: number;
            /** @description By table, what was changed or removed. */
            rows?: components["schemas"]["ErasedRows"][] | null;
            /** @description Partners that could not be told in time that an own token is no longer valid. */
            untold?: string[] | null;
            /** @description Where an identifier still stands after all, as a scan of every column says; empty: nowhere. */
            remaining?: components["schemas"]["RemainingRows"][] | null;
        };
        /** @description Rows of one table. */
        ErasedRows: {
            table: string;
            what: components["schemas"]["ErasedWhat"];
            rows: number;
        };
        /** @description A column in which an identifier stands. */
        RemainingRows: {
            table: string;
            column: string;
            rows: number;
        };
        /** @description When somebody is told that a partner is in trouble. */
        AlertRule: {
            /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name: string;
            kind: components["schemas"]["AlertKind"];
            /** @description Only for these partners; absent: for all. An id as the API gave it. */
            partners?: string[] | null;
            /** @description Of `lag`: only of these modules; absent: of all. */
            modules?: components["schemas"]["ObjectModule"][] | null;
            /** @description It has to last so long; 0 where nothing is said. In s. */
            for_seconds?: number | null;
            /** @description Of `lag`: more objects wait than this. */
            objects?: number | null;
            /** @description Of `lag`: a change that waits is older than this. In s. */
            seconds?: number | null;
            /** @description Of `rejected_cdrs`: at least so many; 1 where nothing is said. */
            count?: number | null;
            /** @description Who gets a mail when it is raised and when it is cleared; needs the setting SMTP_URL. A mail address such as ops@example.com. */
            mail?: string[] | null;
            /** @description What became of its mails in the last 30 days; absent: there were none. */
            mails?: components["schemas"]["AlertMails"] | null;
        };
        /** @description When somebody is told that a partner is in trouble. */
        AlertRuleToWrite: {
            /** @description As in the URL. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name?: string | null;
            kind: components["schemas"]["AlertKind"];
            /** @description Only for these partners; absent: for all. An id as the API gave it. */
            partners?: string[] | null;
            /** @description Of `lag`: only of these modules; absent: of all. */
            modules?: components["schemas"]["ObjectModule"][] | null;
            /** @description It has to last so long; 0 where nothing is said. In s. */
            for_seconds?: number | null;
            /** @description Of `lag`: more objects wait than this. */
            objects?: number | null;
            /** @description Of `lag`: a change that waits is older than this. In s. */
            seconds?: number | null;
            /** @description Of `rejected_cdrs`: at least so many; 1 where nothing is said. */
            count?: number | null;
            /** @description Who gets a mail when it is raised and when it is cleared; needs the setting SMTP_URL. A mail address such as ops@example.com. */
            mail?: string[] | null;
        };
        /** @description Mails of a rule. */
        AlertMails: {
            /** @description Not sent yet; tried again for some hours. */
            waiting: number;
            /** @description Not taken by the mail server. */
            given_up: number;
            /** @description Why the newest of those was not sent. */
            last_error?: string | null;
        };
        /** @description A rule that holds, or held, for a partner. */
        Alert: {
            /** @description An id as the API gave it. */
            id: string;
            /** @description Name of the rule. */
            rule: string;
            kind: components["schemas"]["AlertKind"];
            /** @description Id of the partner. */
            partner: string;
            /** @description Of `lag`. */
            module?: string | null;
            state: components["schemas"]["AlertState"];
            /** @description Since when it holds. */
            since: string;
            raised_at: string;
            cleared_at?: string | null;
            what: components["schemas"]["AlertCause"];
        };
        /** @description What was found when the alert was raised. */
        AlertCause: {
            /** @description Of `offline`. */
            status?: components["schemas"]["PartnerStatus"] | null;
            /** @description Of `lag`: changed objects that waited. */
            objects?: number | null;
            /** @description Of `lag`: age of the oldest change. In s. */
            seconds?: number | null;
            /** @description Of `rejected_cdrs`: CDRs of ours that the partner refused. */
            refused?: number | null;
            /** @description Of `rejected_cdrs`: CDRs of the partner that an audit holds. */
            held?: number | null;
        };
        /** @description Of a hub: which parties may see and use which parties' modules, or may not. The closest agreement counts: one that names a party before one that names a role, then one that names modules; of equal closeness `deny`. */
        Agreement: {
            /** @description Name of the agreement. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name: string;
            effect: components["schemas"]["AgreementEffect"];
            /** @description The party that uses. Neither this nor `user_role`: every party. A party such as NL-ABC. */
            user?: string | null;
            /** @description All parties with this role use. */
            user_role?: components["schemas"]["PartyRole"] | null;
            /** @description The party whose modules they are. Neither this nor `owner_role`: every party. A party such as NL-ABC. */
            owner?: string | null;
            /** @description The modules of all parties with this role. */
            owner_role?: components["schemas"]["PartyRole"] | null;
            /** @description Only these modules; absent or empty: all. */
            modules?: components["schemas"]["AgreementModule"][] | null;
        };
        /** @description Who may use whose modules. */
        AgreementToWrite: {
            /** @description As in the URL. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
            name?: string | null;
            effect: components["schemas"]["AgreementEffect"];
            /** @description The party that uses. Neither this nor `user_role`: every party. A party such as NL-ABC. */
            user?: string | null;
            /** @description All parties with this role use. */
            user_role?: components["schemas"]["PartyRole"] | null;
            /** @description The party whose modules they are. Neither this nor `owner_role`: every party. A party such as NL-ABC. */
            owner?: string | null;
            /** @description The modules of all parties with this role. */
            owner_role?: components["schemas"]["PartyRole"] | null;
            /** @description Only these modules; absent or empty: all. */
            modules?: components["schemas"]["AgreementModule"][] | null;
        };
        /**
         * @description Which side of a module an endpoint is; the owner of the data is the sender.
         * @enum {string}
         */
        InterfaceRole: "SENDER" | "RECEIVER";
        /**
         * @description Names of the modules. Others may be used.
         * @example cdrs
         * @example chargingprofiles
         * @example commands
         * @example credentials
         * @example hubclientinfo
         * @example locations
         * @example sessions
         * @example tariffs
         * @example tokens
         * @example invoicereconciliation
         */
        ModuleID: "cdrs" | "chargingprofiles" | "commands" | "credentials" | "hubclientinfo" | "locations" | "sessions" | "tariffs" | "tokens" | "invoicereconciliation" | (string & {});
        /**
         * @description Versions of OCPI. Others may be used.
         * @example 2.0
         * @example 2.1
         * @example 2.1.1
         * @example 2.2
         * @example 2.2.1
         * @example 2.3.0
         */
        VersionNumber: "2.0" | "2.1" | "2.1.1" | "2.2" | "2.2.1" | "2.3.0" | (string & {});
        /**
         * @description Whether a party is connected to the hub.
         * @enum {string}
         */
        ConnectionStatus: "CONNECTED" | "OFFLINE" | "PLANNED" | "SUSPENDED";
        /**
         * @description What an EVSE can do. Others may be used.
         * @example CHARGING_PROFILE_CAPABLE
         * @example CHARGING_PREFERENCES_CAPABLE
         * @example CHIP_CARD_SUPPORT
         * @example CONTACTLESS_CARD_SUPPORT
         * @example CREDIT_CARD_PAYABLE
         * @example DEBIT_CARD_PAYABLE
         * @example PED_TERMINAL
         * @example REMOTE_START_STOP_CAPABLE
         * @example RESERVABLE
         * @example RFID_READER
         * @example START_SESSION_CONNECTOR_REQUIRED
         * @example TOKEN_GROUP_CAPABLE
         * @example UNLOCK_CAPABLE
         */
        Capability: "CHARGING_PROFILE_CAPABLE" | "CHARGING_PREFERENCES_CAPABLE" | "CHIP_CARD_SUPPORT" | "CONTACTLESS_CARD_SUPPORT" | "CREDIT_CARD_PAYABLE" | "DEBIT_CARD_PAYABLE" | "PED_TERMINAL" | "REMOTE_START_STOP_CAPABLE" | "RESERVABLE" | "RFID_READER" | "START_SESSION_CONNECTOR_REQUIRED" | "TOKEN_GROUP_CAPABLE" | "UNLOCK_CAPABLE" | (string & {});
        /**
         * @description Socket or attached cable.
         * @enum {string}
         */
        ConnectorFormat: "SOCKET" | "CABLE";
        /**
         * @description The standard of a connector; mixed case is meant. Others may be used.
         * @example CHADEMO
         * @example CHAOJI
         * @example DOMESTIC_A
         * @example DOMESTIC_B
         * @example DOMESTIC_C
         * @example DOMESTIC_D
         * @example DOMESTIC_E
         * @example DOMESTIC_F
         * @example DOMESTIC_G
         * @example DOMESTIC_H
         * @example DOMESTIC_I
         * @example DOMESTIC_J
         * @example DOMESTIC_K
         * @example DOMESTIC_L
         * @example DOMESTIC_M
         * @example DOMESTIC_N
         * @example DOMESTIC_O
         * @example GBT_AC
         * @example GBT_DC
         * @example IEC_60309_2_single_16
         * @example IEC_60309_2_three_16
         * @example IEC_60309_2_three_32
         * @example IEC_60309_2_three_64
         * @example IEC_62196_T1
         * @example IEC_62196_T1_COMBO
         * @example IEC_62196_T2
         * @example IEC_62196_T2_COMBO
         * @example IEC_62196_T3A
         * @example IEC_62196_T3C
         * @example NEMA_5_20
         * @example NEMA_6_30
         * @example NEMA_6_50
         * @example NEMA_10_30
         * @example NEMA_10_50
         * @example NEMA_14_30
         * @example NEMA_14_50
         * @example PANTOGRAPH_BOTTOM_UP
         * @example PANTOGRAPH_TOP_DOWN
         * @example TESLA_R
         * @example TESLA_S
         * @example MCS
         * @example SAE_J3400
         */
        ConnectorType: "CHADEMO" | "CHAOJI" | "DOMESTIC_A" | "DOMESTIC_B" | "DOMESTIC_C" | "DOMESTIC_D" | "DOMESTIC_E" | "DOMESTIC_F" | "DOMESTIC_G" | "DOMESTIC_H" | "DOMESTIC_I" | "DOMESTIC_J" | "DOMESTIC_K" | "DOMESTIC_L" | "DOMESTIC_M" | "DOMESTIC_N" | "DOMESTIC_O" | "GBT_AC" | "GBT_DC" | "IEC_60309_2_single_16" | "IEC_60309_2_three_16" | "IEC_60309_2_three_32" | "IEC_60309_2_three_64" | "IEC_62196_T1" | "IEC_62196_T1_COMBO" | "IEC_62196_T2" | "IEC_62196_T2_COMBO" | "IEC_62196_T3A" | "IEC_62196_T3C" | "NEMA_5_20" | "NEMA_6_30" | "NEMA_6_50" | "NEMA_10_30" | "NEMA_10_50" | "NEMA_14_30" | "NEMA_14_50" | "PANTOGRAPH_BOTTOM_UP" | "PANTOGRAPH_TOP_DOWN" | "TESLA_R" | "TESLA_S" | "MCS" | "SAE_J3400" | (string & {});
        /**
         * @description Sources of energy.
         * @enum {string}
         */
        EnergySourceCategory: "NUCLEAR" | "GENERAL_FOSSIL" | "COAL" | "GAS" | "GENERAL_GREEN" | "SOLAR" | "WIND" | "WATER";
        /**
         * @description What the environment gets. Others may be used.
         * @example NUCLEAR_WASTE
         * @example CARBON_DIOXIDE
         */
        EnvironmentalImpactCategory: "NUCLEAR_WASTE" | "CARBON_DIOXIDE" | (string & {});
        /**
         * @description What is at or near a Location. Others may be used.
         * @example HOTEL
         * @example RESTAURANT
         * @example CAFE
         * @example MALL
         * @example SUPERMARKET
         * @example SPORT
         * @example RECREATION_AREA
         * @example NATURE
         * @example MUSEUM
         * @example BIKE_SHARING
         * @example BUS_STOP
         * @example TAXI_STAND
         * @example TRAM_STOP
         * @example METRO_STATION
         * @example TRAIN_STATION
         * @example AIRPORT
         * @example PARKING_LOT
         * @example CARPOOL_PARKING
         * @example FUEL_STATION
         * @example WIFI
         */
        Facility: "HOTEL" | "RESTAURANT" | "CAFE" | "MALL" | "SUPERMARKET" | "SPORT" | "RECREATION_AREA" | "NATURE" | "MUSEUM" | "BIKE_SHARING" | "BUS_STOP" | "TAXI_STAND" | "TRAM_STOP" | "METRO_STATION" | "TRAIN_STATION" | "AIRPORT" | "PARKING_LOT" | "CARPOOL_PARKING" | "FUEL_STATION" | "WIFI" | (string & {});
        /**
         * @description What a picture shows. Others may be used.
         * @example CHARGER
         * @example ENTRANCE
         * @example LOCATION
         * @example NETWORK
         * @example OPERATOR
         * @example OTHER
         * @example OWNER
         */
        ImageCategory: "CHARGER" | "ENTRANCE" | "LOCATION" | "NETWORK" | "OPERATOR" | "OTHER" | "OWNER" | (string & {});
        /**
         * @description Who may park. Others may be used.
         * @example CUSTOMERS
         * @example DISABLED
         * @example EV_ONLY
         * @example MOTORCYCLES
         * @example PLUGGED
         * @example EMPLOYEES
         * @example TAXIS
         * @example TENANTS
         */
        ParkingRestriction: "CUSTOMERS" | "DISABLED" | "EV_ONLY" | "MOTORCYCLES" | "PLUGGED" | "EMPLOYEES" | "TAXIS" | "TENANTS" | (string & {});
        /**
         * @description Where one parks. Others may be used.
         * @example ALONG_MOTORWAY
         * @example PARKING_GARAGE
         * @example PARKING_LOT
         * @example ON_DRIVEWAY
         * @example ON_STREET
         * @example UNDERGROUND_GARAGE
         */
        ParkingType: "ALONG_MOTORWAY" | "PARKING_GARAGE" | "PARKING_LOT" | "ON_DRIVEWAY" | "ON_STREET" | "UNDERGROUND_GARAGE" | (string & {});
        /**
         * @description Kind of current and number of phases.
         * @enum {string}
         */
        PowerType: "AC_1_PHASE" | "AC_2_PHASE" | "AC_2_PHASE_SPLIT" | "AC_3_PHASE" | "DC";
        /**
         * @description What an EVSE is doing; REMOVED takes the place of deleting.
         * @enum {string}
         */
        Status: "AVAILABLE" | "BLOCKED" | "CHARGING" | "INOPERATIVE" | "OUTOFORDER" | "PLANNED" | "REMOVED" | "RESERVED" | "UNKNOWN";
        /**
         * @description What the CPO says to charging preferences.
         * @enum {string}
         */
        ChargingPreferencesResponse: "ACCEPTED" | "DEPARTURE_REQUIRED" | "ENERGY_NEED_REQUIRED" | "NOT_POSSIBLE" | "PROFILE_TYPE_NOT_SUPPORTED";
        /**
         * @description What a driver prefers.
         * @enum {string}
         */
        ProfileType: "CHEAP" | "FAST" | "GREEN" | "REGULAR";
        /**
         * @description Where a session stands; COMPLETED is final, INVALID is not billed.
         * @enum {string}
         */
        SessionStatus: "ACTIVE" | "COMPLETED" | "INVALID" | "PENDING" | "RESERVATION";
        /**
         * @description How a token was accepted.
         * @enum {string}
         */
        AuthMethod: "AUTH_REQUEST" | "COMMAND" | "WHITELIST";
        /**
         * @description What is measured; five of them are for sessions only.
         * @enum {string}
         */
        CdrDimensionType: "CURRENT" | "ENERGY" | "ENERGY_EXPORT" | "ENERGY_IMPORT" | "MAX_CURRENT" | "MIN_CURRENT" | "MAX_POWER" | "MIN_POWER" | "PARKING_TIME" | "POWER" | "RESERVATION_TIME" | "STATE_OF_CHARGE" | "TIME";
        /**
         * @description Days of the week.
         * @enum {string}
         */
        DayOfWeek: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";
        /**
         * @description Whether the reservation is used or expires.
         * @enum {string}
         */
        ReservationRestrictionType: "RESERVATION" | "RESERVATION_EXPIRES";
        /**
         * @description What is paid for.
         * @enum {string}
         */
        TariffDimensionType: "ENERGY" | "FLAT" | "PARKING_TIME" | "TIME";
        /**
         * @description Which sessions a tariff is for, by payment or by charging preference.
         * @enum {string}
         */
        TariffType: "AD_HOC_PAYMENT" | "PROFILE_CHEAP" | "PROFILE_FAST" | "PROFILE_GREEN" | "REGULAR";
        /**
         * @description What an eMSP says about a token.
         * @enum {string}
         */
        AllowedType: "ALLOWED" | "BLOCKED" | "EXPIRED" | "NO_CREDIT" | "NOT_ALLOWED";
        /**
         * @description What kind of thing a token is. Others may be used.
         * @example AD_HOC_USER
         * @example APP_USER
         * @example OTHER
         * @example RFID
         * @example EMAID
         */
        TokenType: "AD_HOC_USER" | "APP_USER" | "OTHER" | "RFID" | "EMAID" | (string & {});
        /**
         * @description When a CPO may decide from its own list, and when it has to ask.
         * @enum {string}
         */
        WhitelistType: "ALWAYS" | "ALLOWED" | "ALLOWED_OFFLINE" | "NEVER";
        /**
         * @description The CPO's own answer to a command.
         * @enum {string}
         */
        CommandResponseType: "NOT_SUPPORTED" | "REJECTED" | "ACCEPTED" | "UNKNOWN_SESSION";
        /**
         * @description The charge point's answer to a command.
         * @enum {string}
         */
        CommandResultType: "ACCEPTED" | "CANCELED_RESERVATION" | "EVSE_OCCUPIED" | "EVSE_INOPERATIVE" | "FAILED" | "NOT_SUPPORTED" | "REJECTED" | "TIMEOUT" | "UNKNOWN_RESERVATION";
        /**
         * @description The commands. Others may be used.
         * @example CANCEL_RESERVATION
         * @example RESERVE_NOW
         * @example START_SESSION
         * @example STOP_SESSION
         * @example UNLOCK_CONNECTOR
         */
        CommandType: "CANCEL_RESERVATION" | "RESERVE_NOW" | "START_SESSION" | "STOP_SESSION" | "UNLOCK_CONNECTOR" | (string & {});
        /**
         * @description W is the whole power, A the current of each phase, not their sum.
         * @enum {string}
         */
        ChargingRateUnit: "W" | "A";
        /**
         * @description The CPO's own answer to a request.
         * @enum {string}
         */
        ChargingProfileResponseType: "ACCEPTED" | "NOT_SUPPORTED" | "REJECTED" | "TOO_OFTEN" | "UNKNOWN_SESSION";
        /**
         * @description The EVSE's answer to a request.
         * @enum {string}
         */
        ChargingProfileResultType: "ACCEPTED" | "REJECTED" | "UNKNOWN";
        /**
         * @description What a party does in the market.
         * @enum {string}
         */
        Role: "CPO" | "EMSP" | "NAP" | "NSP" | "OTHER" | "SCSP";
        /**
         * @description What drivers can use at a connector; that the hardware could is not enough. Others may be used.
         * @example ISO_15118_2_PLUG_AND_CHARGE
         * @example ISO_15118_20_PLUG_AND_CHARGE
         */
        ConnectorCapability: "ISO_15118_2_PLUG_AND_CHARGE" | "ISO_15118_20_PLUG_AND_CHARGE" | (string & {});
        /**
         * @description Where an EVSE is beside a parking place.
         * @enum {string}
         */
        EVSEPosition: "LEFT" | "RIGHT" | "CENTER";
        /**
         * @description How a vehicle stands.
         * @enum {string}
         */
        ParkingDirection: "PARALLEL" | "PERPENDICULAR" | "ANGLE";
        /**
         * @description Kinds of vehicles a parking place is made for. Others may be used.
         * @example MOTORCYCLE
         * @example PERSONAL_VEHICLE
         * @example PERSONAL_VEHICLE_WITH_TRAILER
         * @example VAN
         * @example SEMI_TRACTOR
         * @example RIGID
         * @example TRUCK_WITH_TRAILER
         * @example BUS
         * @example DISABLED
         */
        VehicleType: "MOTORCYCLE" | "PERSONAL_VEHICLE" | "PERSONAL_VEHICLE_WITH_TRAILER" | "VAN" | "SEMI_TRACTOR" | "RIGID" | "TRUCK_WITH_TRAILER" | "BUS" | "DISABLED" | (string & {});
        /**
         * @description Whether prices include taxes; N/A: there are none.
         * @enum {string}
         */
        TaxIncluded: "YES" | "NO" | "N/A";
        /**
         * @description Modules whose objects are stored.
         * @enum {string}
         */
        ObjectModule: "locations" | "tariffs" | "sessions" | "cdrs" | "tokens";
        /**
         * @description Where the connection stands.
         * @enum {string}
         */
        PartnerStatus: "invited" | "registered" | "offline" | "paused" | "suspended";
        /**
         * @description What a partner can be set to by hand.
         * @enum {string}
         */
        PartnerSwitch: "registered" | "suspended";
        /**
         * @description How the token stands in the Authorization header.
         * @enum {string}
         */
        TokenEncoding: "base64" | "raw";
        /**
         * @description Whose time orders changes: the sender of an object, or their arrival.
         * @enum {string}
         */
        PartnerClock: "sender" | "arrival";
        /**
         * @description What is made of a request that names one of its own parties as the receiver.
         * @enum {string}
         */
        OwnPartyAsReceiver: "refused" | "ignored";
        /**
         * @description How a partner that was away learns what it missed.
         * @enum {string}
         */
        CatchUp: "push" | "wait_for_pull";
        /**
         * @description Whether a token is valid.
         * @enum {string}
         */
        TokenState: "VALID" | "INVALID";
        /**
         * @description What is to be done.
         * @enum {string}
         */
        BatchOp: "put" | "patch" | "delete" | "post";
        /**
         * @description `unchanged`: stored already. `stale`: not applied, something newer is stored. `held`: not withdrawn, it was suspiciously much.
         * @enum {string}
         */
        BatchOutcome: "created" | "updated" | "deleted" | "unchanged" | "stale" | "withdrawn" | "held";
        /**
         * @description `applied`: partners find, and are sent, what was put. `applying`: some of it.
         * @enum {string}
         */
        PriceGroupStatus: "applying" | "applied";
        /**
         * @description running: what it costs so far. awaited: it has ended, and its CDR has not come yet. review: the CDR has come, and its audit has not accepted it (accepted, flagged, held, disputed). final: the CDR is accepted. credited: the CDR was taken back. void: the session is INVALID, and nothing is billed.
         * @enum {string}
         */
        ReceiptState: "running" | "awaited" | "review" | "final" | "credited" | "void";
        /**
         * @description retail: a retail rule. tariff: the CPO's tariffs. stated: what the CPO states, since they do not tell. unknown: nothing tells the price.
         * @enum {string}
         */
        ReceiptBasis: "retail" | "tariff" | "stated" | "unknown";
        /**
         * @description adjustment: by what the total differs from the lines: rounding, a least or a most price.
         * @enum {string}
         */
        ReceiptPart: "fixed" | "energy" | "time" | "parking" | "reservation" | "adjustment";
        /**
         * @description What is counted.
         * @enum {string}
         */
        ReceiptUnit: "kWh" | "min" | "session";
        /**
         * @description By what a rule names drivers, the closest first.
         * @enum {string}
         */
        RetailDriverKind: "contract_id" | "group_id" | "token_type" | "all";
        /**
         * @description `component`: each part, then the total. `total`: the total alone.
         * @enum {string}
         */
        RetailRoundingPer: "component" | "total";
        /**
         * @description `up` and `half-up` go away from zero.
         * @enum {string}
         */
        RetailRoundingMode: "half-up" | "half-even" | "up" | "down";
        /**
         * @description `error`: wrong, or a price cannot be known. `warning`: probably wrong. `note`: worth knowing.
         * @enum {string}
         */
        FindingSeverity: "error" | "warning" | "note";
        /**
         * @description `accepted`: nothing wrong was found, or somebody accepted it. `flagged`: somebody has to look at it. `held`: flagged, and not to be paid yet. `disputed`: somebody disputes it.
         * @enum {string}
         */
        AuditState: "accepted" | "flagged" | "held" | "disputed";
        /**
         * @description `audited`: by the platform itself. `again`: because somebody asked.
         * @enum {string}
         */
        AuditAction: "audited" | "again" | "accepted" | "disputed";
        /**
         * @description The worst severity among findings; `none`: there are none.
         * @enum {string}
         */
        LintSeverity: "error" | "warning" | "note" | "none";
        /**
         * @description What happens at the connector. `SUSPENDED_EV`: the car asks for nothing, which is parking. `SUSPENDED_EVSE`: it would take more than it is given.
         * @enum {string}
         */
        ChargingState: "RESERVED" | "CHARGING" | "SUSPENDED_EV" | "SUSPENDED_EVSE";
        /**
         * @description Whether we sent the command as eMSP or received it as CPO.
         * @enum {string}
         */
        CommandDirection: "sent" | "received";
        /**
         * @description Where a command stands.
         * @enum {string}
         */
        CommandStatus: "sent" | "accepted" | "rejected" | "done" | "canceled" | "timeout" | "failed";
        /**
         * @description Who decided.
         * @enum {string}
         */
        AuthorizedBy: "realtime" | "whitelist" | "command" | "nobody";
        /**
         * @description What happened; `question`: somebody waits for an answer.
         * @enum {string}
         */
        ChangeKind: "put" | "delete" | "question";
        /**
         * @description What can change.
         * @enum {string}
         */
        ChangeModule: "locations" | "tariffs" | "sessions" | "cdrs" | "tokens" | "commands" | "audits" | "lints" | "parked" | "partners" | "questions";
        /**
         * @description What a webhook can be told and asked.
         * @enum {string}
         */
        WebhookEvent: "location.changed" | "evse.status" | "tariff.changed" | "tariff.deleted" | "session.changed" | "cdr.received" | "cdr.flagged" | "cdr.held" | "cdr.accepted" | "cdr.disputed" | "token.changed" | "command.result" | "partner.registered" | "partner.offline" | "partner.online" | "partner.failing" | "object.parked" | "alert.raised" | "alert.cleared" | "command.start_session" | "command.stop_session" | "command.reserve_now" | "command.cancel_reservation" | "command.unlock_connector" | "token.authorize" | "session.charging_preferences";
        /**
         * @description Whether it takes what it is sent.
         * @enum {string}
         */
        WebhookStatus: "active" | "failing";
        /**
         * @description What a key may do: see what concerns its parties; also write for them; everything. Each includes the one before.
         * @enum {string}
         */
        KeyScope: "read" | "write" | "admin";
        /**
         * @description `failing`: it did not answer, and is asked one thing at a time. `trial`: it answered a probe; one object is sent.
         * @enum {string}
         */
        DeliveryHealth: "up" | "failing" | "offline" | "trial";
        /**
         * @description Refused by the partner, or waiting for a party that its hub does not reach.
         * @enum {string}
         */
        ParkedState: "parked" | "waiting";
        /**
         * @description `in`: the partner asked us. `out`: we asked the partner.
         * @enum {string}
         */
        ExchangeDirection: "in" | "out";
        /**
         * @description `status`: pushes of a status beyond the rate that went well. `unlogged`: there was no room for them.
         * @enum {string}
         */
        ExchangeCountKind: "status" | "unlogged";
        /**
         * @description `accepted`: the partner took it. `refused`: it did not. `pending`: not known yet.
         * @enum {string}
         */
        ReplayState: "accepted" | "refused" | "pending";
        /**
         * @description `removed`: the row is gone. `anonymised`: the identifiers in it are.
         * @enum {string}
         */
        ErasedWhat: "removed" | "anonymised";
        /**
         * @description `offline`: the partner does not answer, or does not accept our token. `lag`: changes wait. `rejected_cdrs`: CDRs of ours that it refused and CDRs of its that an audit holds.
         * @enum {string}
         */
        AlertKind: "offline" | "lag" | "rejected_cdrs";
        /**
         * @description Whether it holds.
         * @enum {string}
         */
        AlertState: "raised" | "cleared";
        /**
         * @description What an agreement does.
         * @enum {string}
         */
        AgreementEffect: "allow" | "deny";
        /**
         * @description Modules that go from party to party.
         * @enum {string}
         */
        AgreementModule: "locations" | "sessions" | "cdrs" | "tariffs" | "tokens" | "commands" | "chargingprofiles" | "invoicereconciliation";
        /**
         * @description A role as credentials state it.
         * @enum {string}
         */
        PartyRole: "CPO" | "EMSP" | "HUB" | "NSP" | "NAP" | "SCSP" | "PTP" | "OTHER";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Version = components['schemas']['Version'];
export type VersionDetails = components['schemas']['VersionDetails'];
export type Endpoint = components['schemas']['Endpoint'];
export type Credentials = components['schemas']['Credentials'];
export type CredentialsRole = components['schemas']['CredentialsRole'];
export type ClientInfo = components['schemas']['ClientInfo'];
export type Location = components['schemas']['Location'];
export type EVSE = components['schemas']['EVSE'];
export type Connector = components['schemas']['Connector'];
export type AdditionalGeoLocation = components['schemas']['AdditionalGeoLocation'];
export type BusinessDetails = components['schemas']['BusinessDetails'];
export type EnergyMix = components['schemas']['EnergyMix'];
export type EnergySource = components['schemas']['EnergySource'];
export type EnvironmentalImpact = components['schemas']['EnvironmentalImpact'];
export type ExceptionalPeriod = components['schemas']['ExceptionalPeriod'];
export type GeoLocation = components['schemas']['GeoLocation'];
export type Hours = components['schemas']['Hours'];
export type Image = components['schemas']['Image'];
export type PublishTokenType = components['schemas']['PublishTokenType'];
export type RegularHours = components['schemas']['RegularHours'];
export type StatusSchedule = components['schemas']['StatusSchedule'];
export type Session = components['schemas']['Session'];
export type ChargingPreferences = components['schemas']['ChargingPreferences'];
export type CDR = components['schemas']['CDR'];
export type CdrDimension = components['schemas']['CdrDimension'];
export type CdrLocation = components['schemas']['CdrLocation'];
export type CdrToken = components['schemas']['CdrToken'];
export type ChargingPeriod = components['schemas']['ChargingPeriod'];
export type SignedData = components['schemas']['SignedData'];
export type SignedValue = components['schemas']['SignedValue'];
export type Tariff = components['schemas']['Tariff'];
export type PriceComponent = components['schemas']['PriceComponent'];
export type TariffElement = components['schemas']['TariffElement'];
export type TariffRestrictions = components['schemas']['TariffRestrictions'];
export type AuthorizationInfo = components['schemas']['AuthorizationInfo'];
export type Token = components['schemas']['Token'];
export type EnergyContract = components['schemas']['EnergyContract'];
export type LocationReferences = components['schemas']['LocationReferences'];
export type CancelReservation = components['schemas']['CancelReservation'];
export type CommandResponse = components['schemas']['CommandResponse'];
export type CommandResult = components['schemas']['CommandResult'];
export type ReserveNow = components['schemas']['ReserveNow'];
export type StartSession = components['schemas']['StartSession'];
export type StopSession = components['schemas']['StopSession'];
export type UnlockConnector = components['schemas']['UnlockConnector'];
export type ChargingProfileResponse = components['schemas']['ChargingProfileResponse'];
export type ActiveChargingProfileResult = components['schemas']['ActiveChargingProfileResult'];
export type ChargingProfileResult = components['schemas']['ChargingProfileResult'];
export type ClearProfileResult = components['schemas']['ClearProfileResult'];
export type SetChargingProfile = components['schemas']['SetChargingProfile'];
export type ActiveChargingProfile = components['schemas']['ActiveChargingProfile'];
export type ChargingProfile = components['schemas']['ChargingProfile'];
export type ChargingProfilePeriod = components['schemas']['ChargingProfilePeriod'];
export type DisplayText = components['schemas']['DisplayText'];
export type Price = components['schemas']['Price'];
export type Parking = components['schemas']['Parking'];
export type EVSEParking = components['schemas']['EVSEParking'];
export type PriceLimit = components['schemas']['PriceLimit'];
export type TaxAmount = components['schemas']['TaxAmount'];
export type InvoiceReconciliationRecord = components['schemas']['InvoiceReconciliationRecord'];
export type AnyObject = components['schemas']['AnyObject'];
export type PartyRef = components['schemas']['PartyRef'];
export type ProblemDetails = components['schemas']['ProblemDetails'];
export type ProblemFault = components['schemas']['ProblemFault'];
export type OwnParty = components['schemas']['OwnParty'];
export type OwnPartyToWrite = components['schemas']['OwnPartyToWrite'];
export type Partner = components['schemas']['Partner'];
export type PartnerEndpoint = components['schemas']['PartnerEndpoint'];
export type PartnerSettings = components['schemas']['PartnerSettings'];
export type AuditRules = components['schemas']['AuditRules'];
export type AuditTolerance = components['schemas']['AuditTolerance'];
export type ModuleSwitches = components['schemas']['ModuleSwitches'];
export type ModuleSeconds = components['schemas']['ModuleSeconds'];
export type ModuleRates = components['schemas']['ModuleRates'];
export type ModuleWindows = components['schemas']['ModuleWindows'];
export type PartnerRequest = components['schemas']['PartnerRequest'];
export type PartnerCreated = components['schemas']['PartnerCreated'];
export type PartnerChanges = components['schemas']['PartnerChanges'];
export type RotateRequest = components['schemas']['RotateRequest'];
export type PullRequest = components['schemas']['PullRequest'];
export type PullReport = components['schemas']['PullReport'];
export type ModulePull = components['schemas']['ModulePull'];
export type LocationToWrite = components['schemas']['LocationToWrite'];
export type EvseToWrite = components['schemas']['EvseToWrite'];
export type ConnectorToWrite = components['schemas']['ConnectorToWrite'];
export type EvseChanges = components['schemas']['EvseChanges'];
export type ConnectorChanges = components['schemas']['ConnectorChanges'];
export type TariffToWrite = components['schemas']['TariffToWrite'];
export type SessionToWrite = components['schemas']['SessionToWrite'];
export type TokenToWrite = components['schemas']['TokenToWrite'];
export type CdrToWrite = components['schemas']['CdrToWrite'];
export type DeletedCdrs = components['schemas']['DeletedCdrs'];
export type BatchLine = components['schemas']['BatchLine'];
export type BatchKey = components['schemas']['BatchKey'];
export type BatchResult = components['schemas']['BatchResult'];
export type EvseStatus = components['schemas']['EvseStatus'];
export type LocationWithMeta = components['schemas']['LocationWithMeta'];
export type EVSEWithMeta = components['schemas']['EVSEWithMeta'];
export type ConnectorWithMeta = components['schemas']['ConnectorWithMeta'];
export type TariffWithMeta = components['schemas']['TariffWithMeta'];
export type SessionWithMeta = components['schemas']['SessionWithMeta'];
export type CDRWithMeta = components['schemas']['CDRWithMeta'];
export type TokenWithMeta = components['schemas']['TokenWithMeta'];
export type ObjectMeta = components['schemas']['ObjectMeta'];
export type Loss = components['schemas']['Loss'];
export type Availability = components['schemas']['Availability'];
export type ConnectorPrices = components['schemas']['ConnectorPrices'];
export type ConnectorSelector = components['schemas']['ConnectorSelector'];
export type PriceRule = components['schemas']['PriceRule'];
export type PriceGroup = components['schemas']['PriceGroup'];
export type PriceGroupToWrite = components['schemas']['PriceGroupToWrite'];
export type PriceQuestion = components['schemas']['PriceQuestion'];
export type CdrToPrice = components['schemas']['CdrToPrice'];
export type SessionToPrice = components['schemas']['SessionToPrice'];
export type TariffToPrice = components['schemas']['TariffToPrice'];
export type LocationToPrice = components['schemas']['LocationToPrice'];
export type CostTax = components['schemas']['CostTax'];
export type CostAmount = components['schemas']['CostAmount'];
export type Cost = components['schemas']['Cost'];
export type UsagePrice = components['schemas']['UsagePrice'];
export type ConnectorPrice = components['schemas']['ConnectorPrice'];
export type Receipt = components['schemas']['Receipt'];
export type ReceiptPlace = components['schemas']['ReceiptPlace'];
export type ReceiptTime = components['schemas']['ReceiptTime'];
export type ReceiptLine = components['schemas']['ReceiptLine'];
export type ReceiptTariff = components['schemas']['ReceiptTariff'];
export type RetailRule = components['schemas']['RetailRule'];
export type RetailRuleToWrite = components['schemas']['RetailRuleToWrite'];
export type RetailMarkup = components['schemas']['RetailMarkup'];
export type RetailTax = components['schemas']['RetailTax'];
export type RetailRounding = components['schemas']['RetailRounding'];
export type RetailCost = components['schemas']['RetailCost'];
export type RetailRuleMatch = components['schemas']['RetailRuleMatch'];
export type Finding = components['schemas']['Finding'];
export type Audit = components['schemas']['Audit'];
export type AuditDifference = components['schemas']['AuditDifference'];
export type AuditEnergy = components['schemas']['AuditEnergy'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AcceptRequest = components['schemas']['AcceptRequest'];
export type DisputeRequest = components['schemas']['DisputeRequest'];
export type Lint = components['schemas']['Lint'];
export type MeterKeys = components['schemas']['MeterKeys'];
export type MeterKeysToWrite = components['schemas']['MeterKeysToWrite'];
export type MeterKey = components['schemas']['MeterKey'];
export type ChargingStart = components['schemas']['ChargingStart'];
export type ChargingToken = components['schemas']['ChargingToken'];
export type ChargingMeter = components['schemas']['ChargingMeter'];
export type ChargingStop = components['schemas']['ChargingStop'];
export type SignedMeterValue = components['schemas']['SignedMeterValue'];
export type Charging = components['schemas']['Charging'];
export type CreditRequest = components['schemas']['CreditRequest'];
export type StartSessionOrder = components['schemas']['StartSessionOrder'];
export type StopSessionOrder = components['schemas']['StopSessionOrder'];
export type ReserveNowOrder = components['schemas']['ReserveNowOrder'];
export type CancelReservationOrder = components['schemas']['CancelReservationOrder'];
export type UnlockConnectorOrder = components['schemas']['UnlockConnectorOrder'];
export type CommandToken = components['schemas']['CommandToken'];
export type Command = components['schemas']['Command'];
export type CommandOutcome = components['schemas']['CommandOutcome'];
export type CommandReport = components['schemas']['CommandReport'];
export type CommandAnswer = components['schemas']['CommandAnswer'];
export type AuthorizeRequest = components['schemas']['AuthorizeRequest'];
export type TokenRef = components['schemas']['TokenRef'];
export type Authorized = components['schemas']['Authorized'];
export type AuthorizationAnswer = components['schemas']['AuthorizationAnswer'];
export type PreferencesAnswer = components['schemas']['PreferencesAnswer'];
export type Change = components['schemas']['Change'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookAttempt = components['schemas']['WebhookAttempt'];
export type WebhookReplay = components['schemas']['WebhookReplay'];
export type WebhookRequest = components['schemas']['WebhookRequest'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeyRequest = components['schemas']['ApiKeyRequest'];
export type Delivery = components['schemas']['Delivery'];
export type DeliveryLane = components['schemas']['DeliveryLane'];
export type DeliveryLag = components['schemas']['DeliveryLag'];
export type DeliveryError = components['schemas']['DeliveryError'];
export type DeliveryWindow = components['schemas']['DeliveryWindow'];
export type DeliveryCalls = components['schemas']['DeliveryCalls'];
export type ParkedObject = components['schemas']['ParkedObject'];
export type UnroutableObject = components['schemas']['UnroutableObject'];
export type AsideObject = components['schemas']['AsideObject'];
export type DeliveryMessage = components['schemas']['DeliveryMessage'];
export type HubPair = components['schemas']['HubPair'];
export type HubMessages = components['schemas']['HubMessages'];
export type Exchange = components['schemas']['Exchange'];
export type ExchangeCount = components['schemas']['ExchangeCount'];
export type Replay = components['schemas']['Replay'];
export type EraseRequest = components['schemas']['EraseRequest'];
export type Erasure = components['schemas']['Erasure'];
export type ErasedRows = components['schemas']['ErasedRows'];
export type RemainingRows = components['schemas']['RemainingRows'];
export type AlertRule = components['schemas']['AlertRule'];
export type AlertRuleToWrite = components['schemas']['AlertRuleToWrite'];
export type AlertMails = components['schemas']['AlertMails'];
export type Alert = components['schemas']['Alert'];
export type AlertCause = components['schemas']['AlertCause'];
export type Agreement = components['schemas']['Agreement'];
export type AgreementToWrite = components['schemas']['AgreementToWrite'];
export type InterfaceRole = components['schemas']['InterfaceRole'];
export type ModuleID = components['schemas']['ModuleID'];
export type VersionNumber = components['schemas']['VersionNumber'];
export type ConnectionStatus = components['schemas']['ConnectionStatus'];
export type Capability = components['schemas']['Capability'];
export type ConnectorFormat = components['schemas']['ConnectorFormat'];
export type ConnectorType = components['schemas']['ConnectorType'];
export type EnergySourceCategory = components['schemas']['EnergySourceCategory'];
export type EnvironmentalImpactCategory = components['schemas']['EnvironmentalImpactCategory'];
export type Facility = components['schemas']['Facility'];
export type ImageCategory = components['schemas']['ImageCategory'];
export type ParkingRestriction = components['schemas']['ParkingRestriction'];
export type ParkingType = components['schemas']['ParkingType'];
export type PowerType = components['schemas']['PowerType'];
export type Status = components['schemas']['Status'];
export type ChargingPreferencesResponse = components['schemas']['ChargingPreferencesResponse'];
export type ProfileType = components['schemas']['ProfileType'];
export type SessionStatus = components['schemas']['SessionStatus'];
export type AuthMethod = components['schemas']['AuthMethod'];
export type CdrDimensionType = components['schemas']['CdrDimensionType'];
export type DayOfWeek = components['schemas']['DayOfWeek'];
export type ReservationRestrictionType = components['schemas']['ReservationRestrictionType'];
export type TariffDimensionType = components['schemas']['TariffDimensionType'];
export type TariffType = components['schemas']['TariffType'];
export type AllowedType = components['schemas']['AllowedType'];
export type TokenType = components['schemas']['TokenType'];
export type WhitelistType = components['schemas']['WhitelistType'];
export type CommandResponseType = components['schemas']['CommandResponseType'];
export type CommandResultType = components['schemas']['CommandResultType'];
export type CommandType = components['schemas']['CommandType'];
export type ChargingRateUnit = components['schemas']['ChargingRateUnit'];
export type ChargingProfileResponseType = components['schemas']['ChargingProfileResponseType'];
export type ChargingProfileResultType = components['schemas']['ChargingProfileResultType'];
export type Role = components['schemas']['Role'];
export type ConnectorCapability = components['schemas']['ConnectorCapability'];
export type EVSEPosition = components['schemas']['EVSEPosition'];
export type ParkingDirection = components['schemas']['ParkingDirection'];
export type VehicleType = components['schemas']['VehicleType'];
export type TaxIncluded = components['schemas']['TaxIncluded'];
export type ObjectModule = components['schemas']['ObjectModule'];
export type PartnerStatus = components['schemas']['PartnerStatus'];
export type PartnerSwitch = components['schemas']['PartnerSwitch'];
export type TokenEncoding = components['schemas']['TokenEncoding'];
export type PartnerClock = components['schemas']['PartnerClock'];
export type OwnPartyAsReceiver = components['schemas']['OwnPartyAsReceiver'];
export type CatchUp = components['schemas']['CatchUp'];
export type TokenState = components['schemas']['TokenState'];
export type BatchOp = components['schemas']['BatchOp'];
export type BatchOutcome = components['schemas']['BatchOutcome'];
export type PriceGroupStatus = components['schemas']['PriceGroupStatus'];
export type ReceiptState = components['schemas']['ReceiptState'];
export type ReceiptBasis = components['schemas']['ReceiptBasis'];
export type ReceiptPart = components['schemas']['ReceiptPart'];
export type ReceiptUnit = components['schemas']['ReceiptUnit'];
export type RetailDriverKind = components['schemas']['RetailDriverKind'];
export type RetailRoundingPer = components['schemas']['RetailRoundingPer'];
export type RetailRoundingMode = components['schemas']['RetailRoundingMode'];
export type FindingSeverity = components['schemas']['FindingSeverity'];
export type AuditState = components['schemas']['AuditState'];
export type AuditAction = components['schemas']['AuditAction'];
export type LintSeverity = components['schemas']['LintSeverity'];
export type ChargingState = components['schemas']['ChargingState'];
export type CommandDirection = components['schemas']['CommandDirection'];
export type CommandStatus = components['schemas']['CommandStatus'];
export type AuthorizedBy = components['schemas']['AuthorizedBy'];
export type ChangeKind = components['schemas']['ChangeKind'];
export type ChangeModule = components['schemas']['ChangeModule'];
export type WebhookEvent = components['schemas']['WebhookEvent'];
export type WebhookStatus = components['schemas']['WebhookStatus'];
export type KeyScope = components['schemas']['KeyScope'];
export type DeliveryHealth = components['schemas']['DeliveryHealth'];
export type ParkedState = components['schemas']['ParkedState'];
export type ExchangeDirection = components['schemas']['ExchangeDirection'];
export type ExchangeCountKind = components['schemas']['ExchangeCountKind'];
export type ReplayState = components['schemas']['ReplayState'];
export type ErasedWhat = components['schemas']['ErasedWhat'];
export type AlertKind = components['schemas']['AlertKind'];
export type AlertState = components['schemas']['AlertState'];
export type AgreementEffect = components['schemas']['AgreementEffect'];
export type AgreementModule = components['schemas']['AgreementModule'];
export type PartyRole = components['schemas']['PartyRole'];
export type $defs = Record<string, never>;
export interface operations {
    listParties: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order of their ids. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OwnParty"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getParty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The party. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnParty"];
                };
            };
        };
    };
    putParty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnPartyToWrite"];
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnParty"];
                };
            };
            /** @description Added. Partners that were given all parties learn of it with our next credentials. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnParty"];
                };
            };
        };
    };
    deleteParty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listPartners: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partners. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Partner"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    postPartner: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartnerRequest"];
            };
        };
        responses: {
            /** @description Invited, or registered. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerCreated"];
                };
            };
        };
    };
    getPartner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partner. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    deletePartner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchPartner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartnerChanges"];
            };
        };
        responses: {
            /** @description The partner as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    rotateTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateRequest"];
            };
        };
        responses: {
            /** @description Renewed. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    pullPartner: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PullRequest"];
            };
        };
        responses: {
            /** @description What was read. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PullReport"];
                };
            };
        };
    };
    listLocations: {
        parameters: {
            query?: {
                /** @description Only objects of these parties, such as `NL-ABC`; several with commas. A party such as NL-ABC. */
                party?: string[];
                /** @description Only what came from this partner. */
                partner?: string;
                /** @description `true`: only our own; `false`: only received. */
                own?: boolean;
                /** @description Only with `last_updated` at or after this. */
                updated_from?: string;
                /** @description Only with `last_updated` before this. */
                updated_to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
                /** @description Only with an EVSE in one of these statuses. */
                state?: components["schemas"]["Status"][];
                /** @description The same as `state`. */
                status?: components["schemas"]["Status"][];
                /** @description Only the Location of this EVSE, without regard to case. */
                evse_id?: string;
                /** @description Latitude and longitude: only Locations within `radius`, the nearest first. `meta.distance` says how far. Latitude and longitude in degrees such as 52.0907,5.1214. */
                near?: string;
                /** @description Metres around `near`; 10,000 where nothing is said. In m. */
                radius?: number;
                /** @description `true`, with `meta=true`: `meta.prices` says what charging costs now at each connector; at most 100 Locations. Absent: `false`. */
                prices?: boolean;
                /** @description Our eMSP party of the driver whose prices are asked; absent: the only one there is. A party such as NL-ABC. */
                driver_party?: string;
                /** @description With `prices=true`: uid of a token of that party; `retail` says what its driver pays. */
                token?: string;
                /** @description Type of the token; absent: `RFID`. */
                token_type?: components["schemas"]["TokenType"];
                /** @description Instead of a token: rules by group and type are left out. */
                contract_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Location"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    } | {
                        items: components["schemas"]["LocationWithMeta"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getLocation: {
        parameters: {
            query?: {
                /** @description `true`, with `meta=true`: `meta.prices` says what charging costs now at each connector; at most 100 Locations. Absent: `false`. */
                prices?: boolean;
                /** @description Our eMSP party of the driver whose prices are asked; absent: the only one there is. A party such as NL-ABC. */
                driver_party?: string;
                /** @description With `prices=true`: uid of a token of that party; `retail` says what its driver pays. */
                token?: string;
                /** @description Type of the token; absent: `RFID`. */
                token_type?: components["schemas"]["TokenType"];
                /** @description Instead of a token: rules by group and type are left out. */
                contract_id?: string;
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
            };
            header?: {
                /** @description Tags the caller has: 304 where one is the present one. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Location, canonical, with an `ETag`. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"] | components["schemas"]["LocationWithMeta"];
                };
            };
            /** @description The caller has it already: `If-None-Match`. */
            304: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    putLocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationToWrite"];
            };
        };
        responses: {
            /** @description Changed, or stored already. The object as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
            /** @description New. The object as it is stored. */
            201: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
        };
    };
    deleteLocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Location as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
        };
    };
    getEvse: {
        parameters: {
            query?: {
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
            };
            header?: {
                /** @description Tags the caller has: 304 where one is the present one. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The EVSE, canonical, with an `ETag`. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EVSE"] | components["schemas"]["EVSEWithMeta"];
                };
            };
            /** @description The caller has it already: `If-None-Match`. */
            304: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    putEvse: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvseToWrite"];
            };
        };
        responses: {
            /** @description Changed, or stored already. The object as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EVSE"];
                };
            };
            /** @description New. The object as it is stored. */
            201: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EVSE"];
                };
            };
        };
    };
    patchEvse: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvseChanges"];
            };
        };
        responses: {
            /** @description The EVSE as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EVSE"];
                };
            };
        };
    };
    getConnector: {
        parameters: {
            query?: {
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
            };
            header?: {
                /** @description Tags the caller has: 304 where one is the present one. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
                /** @description Id of the connector. */
                connector_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Connector, canonical, with an `ETag`. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"] | components["schemas"]["ConnectorWithMeta"];
                };
            };
            /** @description The caller has it already: `If-None-Match`. */
            304: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    putConnector: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
                /** @description Id of the connector. */
                connector_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorToWrite"];
            };
        };
        responses: {
            /** @description Changed, or stored already. The object as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
            /** @description New. The object as it is stored. */
            201: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
        };
    };
    patchConnector: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
                /** @description Id of the connector. */
                connector_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorChanges"];
            };
        };
        responses: {
            /** @description The Connector as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
        };
    };
    listTariffs: {
        parameters: {
            query?: {
                /** @description Only objects of these parties, such as `NL-ABC`; several with commas. A party such as NL-ABC. */
                party?: string[];
                /** @description Only what came from this partner. */
                partner?: string;
                /** @description `true`: only our own; `false`: only received. */
                own?: boolean;
                /** @description Only with `last_updated` at or after this. */
                updated_from?: string;
                /** @description Only with `last_updated` before this. */
                updated_to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Tariff"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    } | {
                        items: components["schemas"]["TariffWithMeta"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getTariff: {
        parameters: {
            query?: {
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
            };
            header?: {
                /** @description Tags the caller has: 304 where one is the present one. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Tariff, canonical, with an `ETag`. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tariff"] | components["schemas"]["TariffWithMeta"];
                };
            };
            /** @description The caller has it already: `If-None-Match`. */
            304: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    putTariff: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TariffToWrite"];
            };
        };
        responses: {
            /** @description Changed, or stored already. The object as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tariff"];
                };
            };
            /** @description New. The object as it is stored. */
            201: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tariff"];
                };
            };
        };
    };
    deleteTariff: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone; partners are sent a DELETE. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description Only objects of these parties, such as `NL-ABC`; several with commas. A party such as NL-ABC. */
                party?: string[];
                /** @description Only what came from this partner. */
                partner?: string;
                /** @description `true`: only our own; `false`: only received. */
                own?: boolean;
                /** @description Only with `last_updated` at or after this. */
                updated_from?: string;
                /** @description Only with `last_updated` before this. */
                updated_to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
                /** @description Only with one of these statuses. */
                state?: components["schemas"]["SessionStatus"][];
                /** @description The same as `state`. */
                status?: components["schemas"]["SessionStatus"][];
                /** @description Only with a token of this uid, without regard to case. */
                token?: string;
                /** @description Only what began at or after this. */
                from?: string;
                /** @description Only what began before this. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    } | {
                        items: components["schemas"]["SessionWithMeta"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: {
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
            };
            header?: {
                /** @description Tags the caller has: 304 where one is the present one. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Session, canonical, with an `ETag`. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"] | components["schemas"]["SessionWithMeta"];
                };
            };
            /** @description The caller has it already: `If-None-Match`. */
            304: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    putSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionToWrite"];
            };
        };
        responses: {
            /** @description Changed, or stored already. The object as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description New. The object as it is stored. */
            201: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listCdrs: {
        parameters: {
            query?: {
                /** @description Only objects of these parties, such as `NL-ABC`; several with commas. A party such as NL-ABC. */
                party?: string[];
                /** @description Only what came from this partner. */
                partner?: string;
                /** @description `true`: only our own; `false`: only received. */
                own?: boolean;
                /** @description Only with `last_updated` at or after this. */
                updated_from?: string;
                /** @description Only with `last_updated` before this. */
                updated_to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
                /** @description Only where the audit is in one of these states. */
                state?: components["schemas"]["AuditState"][];
                /** @description The same as `state`. */
                status?: components["schemas"]["AuditState"][];
                /** @description Only with a token of this uid, without regard to case. */
                token?: string;
                /** @description Only what began at or after this. */
                from?: string;
                /** @description Only what began before this. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CDR"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    } | {
                        items: components["schemas"]["CDRWithMeta"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    postCdr: {
        parameters: {
            query?: {
                /** @description Issues it whatever an audit finds; the findings are kept with it. Absent: `false`. */
                accept_findings?: boolean;
            };
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CdrToWrite"];
            };
        };
        responses: {
            /** @description Changed, or stored already. The object as it is now. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CDR"];
                };
            };
            /** @description New. The object as it is stored. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CDR"];
                };
            };
        };
    };
    deleteCdrs: {
        parameters: {
            query: {
                /** @description CDRs last changed before then; at least 30 days ago. */
                before: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many are gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedCdrs"];
                };
            };
        };
    };
    getCdr: {
        parameters: {
            query?: {
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
            };
            header?: {
                /** @description Tags the caller has: 304 where one is the present one. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the CDR. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The CDR, canonical, with an `ETag`. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CDR"] | components["schemas"]["CDRWithMeta"];
                };
            };
            /** @description The caller has it already: `If-None-Match`. */
            304: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description Only objects of these parties, such as `NL-ABC`; several with commas. A party such as NL-ABC. */
                party?: string[];
                /** @description Only what came from this partner. */
                partner?: string;
                /** @description `true`: only our own; `false`: only received. */
                own?: boolean;
                /** @description Only with `last_updated` at or after this. */
                updated_from?: string;
                /** @description Only with `last_updated` before this. */
                updated_to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
                /** @description Only valid or invalid ones. */
                state?: components["schemas"]["TokenState"][];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Token"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    } | {
                        items: components["schemas"]["TokenWithMeta"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: {
                /** @description A uid is unique only with its type. Absent: that of the body, else RFID. */
                type?: components["schemas"]["TokenType"];
                /** @description `true`: as `{object, meta}`. Absent: `false`. */
                meta?: boolean;
            };
            header?: {
                /** @description Tags the caller has: 304 where one is the present one. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Uid of the token. */
                uid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Token, canonical, with an `ETag`. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"] | components["schemas"]["TokenWithMeta"];
                };
            };
            /** @description The caller has it already: `If-None-Match`. */
            304: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    putToken: {
        parameters: {
            query?: {
                /** @description A uid is unique only with its type. Absent: that of the body, else RFID. */
                type?: components["schemas"]["TokenType"];
            };
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Uid of the token. */
                uid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenToWrite"];
            };
        };
        responses: {
            /** @description Changed, or stored already. The object as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description New. The object as it is stored. */
            201: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: {
                /** @description A uid is unique only with its type. Absent: that of the body, else RFID. */
                type?: components["schemas"]["TokenType"];
            };
            header?: {
                /** @description The tag the object has to have; `*`: it has to be there. */
                "If-Match"?: string;
                /** @description `*`: the object must not be there yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Uid of the token. */
                uid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token as it is now. */
            200: {
                headers: {
                    /** @description Goes into `If-Match` and `If-None-Match`. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
        };
    };
    postBatch: {
        parameters: {
            query?: {
                /** @description `false`: stored, and found by partners that crawl, but not pushed to them. What is written later is. Absent: `true`. */
                publish?: boolean;
                /** @description Such as `locations:NL-ABC`: what of these no line named is withdrawn, once the body ended properly. A module (locations, tariffs, tokens) and a party such as locations:NL-ABC. */
                replace?: string[];
                /** @description `false`: withdraws however much it is. Else more than 10 and more than 20 % are held and reported. Absent: `true`. */
                hold?: boolean;
                /** @description As for `POST /cdrs`. Absent: `false`. */
                accept_findings?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": components["schemas"]["BatchLine"];
            };
        };
        responses: {
            /** @description One result per line, in order, while the body is still being read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["BatchResult"];
                };
            };
        };
    };
    postEvseStatus: {
        parameters: {
            query?: {
                /** @description `false`: stored, and found by partners that crawl, but not pushed to them. What is written later is. Absent: `true`. */
                publish?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": components["schemas"]["EvseStatus"];
                "application/json": components["schemas"]["EvseStatus"][];
            };
        };
        responses: {
            /** @description One result per line, in order, while the body is still being read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["BatchResult"];
                };
            };
        };
    };
    listPriceGroups: {
        parameters: {
            query?: {
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order of their names; `next` is null on the last page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PriceGroup"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getPriceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the group. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was put. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceGroup"];
                };
            };
        };
    };
    putPriceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the group. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceGroupToWrite"];
            };
        };
        responses: {
            /** @description Changed, or the same as before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceGroup"];
                };
            };
            /** @description New. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceGroup"];
                };
            };
        };
    };
    deletePriceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the group. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone; partners are sent what changes for them. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    postPrice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceQuestion"];
            };
        };
        responses: {
            /** @description The price, as far as it can be known. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsagePrice"];
                };
            };
        };
    };
    getSessionPrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The price, as far as it can be known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsagePrice"];
                };
            };
        };
    };
    getCdrPrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the CDR. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The price, as far as it can be known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsagePrice"];
                };
            };
        };
    };
    getConnectorPrice: {
        parameters: {
            query?: {
                /** @description Energy of the planned session. In kWh. */
                energy_kwh?: number;
                /** @description Constant power; absent: what the connector can do. In kW. */
                power_kw?: number;
                /** @description When it starts; absent: now. */
                start?: string;
                /** @description Parked after charging. In min. */
                idle_minutes?: number;
                /** @description How the driver pays or wants to charge; absent: `REGULAR`. */
                tariff_type?: components["schemas"]["TariffType"];
                /** @description Our eMSP party of the driver; absent: the only one there is. A party such as NL-ABC. */
                party?: string;
                /** @description Uid of a token of that party, for its contract and group. */
                token?: string;
                /** @description Type of the token; absent: `RFID`. */
                token_type?: components["schemas"]["TokenType"];
                /** @description Instead of a token: rules by group and type are left out. */
                contract_id?: string;
            };
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
                /** @description Id of the connector. */
                connector_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prices, as far as they can be known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorPrice"];
                };
            };
        };
    };
    getSessionReceipt: {
        parameters: {
            query?: {
                /** @description Of the driver, such as `nl` or `nl-BE`, for texts of tariffs; absent: the header `Accept-Language`'s. */
                language?: string;
            };
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By the CDR, once it has come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
        };
    };
    getCdrReceipt: {
        parameters: {
            query?: {
                /** @description Of the driver, such as `nl` or `nl-BE`, for texts of tariffs; absent: the header `Accept-Language`'s. */
                language?: string;
            };
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the CDR. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
        };
    };
    listRetailRules: {
        parameters: {
            query?: {
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order of their names; `next` is null on the last page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RetailRule"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getRetailRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was put. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetailRule"];
                };
            };
        };
    };
    putRetailRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetailRuleToWrite"];
            };
        };
        responses: {
            /** @description Changed, or the same as before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetailRule"];
                };
            };
            /** @description New. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetailRule"];
                };
            };
        };
    };
    deleteRetailRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listAudits: {
        parameters: {
            query?: {
                /** @description Only objects of these parties, such as `NL-ABC`; several with commas. A party such as NL-ABC. */
                party?: string[];
                /** @description Only what came from this partner. */
                partner?: string;
                /** @description `true`: only our own; `false`: only received. */
                own?: boolean;
                /** @description Only with `last_updated` at or after this. */
                updated_from?: string;
                /** @description Only with `last_updated` before this. */
                updated_to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
                /** @description Only in one of these states. */
                state?: components["schemas"]["AuditState"][];
                /** @description Only with one of these findings; several with commas. */
                code?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Audit"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the CDR. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The audit. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
        };
    };
    acceptCdr: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the CDR. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AcceptRequest"];
            };
        };
        responses: {
            /** @description Accepted. Later audits of the platform itself leave it so. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
        };
    };
    disputeCdr: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the CDR. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisputeRequest"];
            };
        };
        responses: {
            /** @description Disputed. Later audits of the platform itself leave it so. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
        };
    };
    auditAgain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the CDR. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The audit; what was decided before is taken back. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
        };
    };
    listLints: {
        parameters: {
            query?: {
                /** @description Only objects of these parties, such as `NL-ABC`; several with commas. A party such as NL-ABC. */
                party?: string[];
                /** @description Only what came from this partner. */
                partner?: string;
                /** @description `true`: only our own; `false`: only received. */
                own?: boolean;
                /** @description Only with `last_updated` at or after this. */
                updated_from?: string;
                /** @description Only with `last_updated` before this. */
                updated_to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
                /** @description Only where this is the worst severity; several with commas. */
                severity?: components["schemas"]["FindingSeverity"][];
                /** @description Only with one of these findings; several with commas. */
                code?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Lint"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getLint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The findings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lint"];
                };
            };
        };
    };
    listMeterKeys: {
        parameters: {
            query?: {
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order of CPO and uid; `next` is null on the last page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MeterKeys"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getMeterKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As they were put. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterKeys"];
                };
            };
        };
    };
    putMeterKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeterKeysToWrite"];
            };
        };
        responses: {
            /** @description Replaced. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterKeys"];
                };
            };
            /** @description New. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterKeys"];
                };
            };
        };
    };
    deleteMeterKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Uid of the EVSE. */
                evse_uid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listChargings: {
        parameters: {
            query?: {
                /** @description Only of these parties of ours; several with commas. A party such as NL-ABC. */
                party?: string[];
                /** @description `true`: those that have not ended; `false`: the others. Absent: `true`. */
                open?: boolean;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Charging"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    startCharging: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChargingStart"];
            };
        };
        responses: {
            /** @description It is known already: what is new of it was taken. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charging"];
                };
            };
            /** @description It has begun. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charging"];
                };
            };
        };
    };
    getCharging: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The charging. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charging"];
                };
            };
        };
    };
    meterCharging: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChargingMeter"];
            };
        };
        responses: {
            /** @description Taken. `findings` also say what is odd about this value. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charging"];
                };
            };
        };
    };
    stopCharging: {
        parameters: {
            query?: {
                /** @description Issues the CDR whatever an audit finds; also later, for one that was not issued. Absent: `false`. */
                accept_findings?: boolean;
            };
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChargingStop"];
            };
        };
        responses: {
            /** @description It has ended. `cdr_id` is null where `findings` say why. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charging"];
                };
            };
        };
    };
    creditCdr: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the CDR. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreditRequest"];
            };
        };
        responses: {
            /** @description It was taken back before. The credit CDR. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CDR"];
                };
            };
            /** @description The credit CDR. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CDR"];
                };
            };
        };
    };
    sendStartSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartSessionOrder"];
            };
        };
        responses: {
            /** @description Sent; holds the first answer of the CPO. The outcome follows. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    sendStopSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopSessionOrder"];
            };
        };
        responses: {
            /** @description Sent; holds the first answer of the CPO. The outcome follows. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    sendReserveNow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReserveNowOrder"];
            };
        };
        responses: {
            /** @description Sent; holds the first answer of the CPO. The outcome follows. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    sendCancelReservation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelReservationOrder"];
            };
        };
        responses: {
            /** @description Sent; holds the first answer of the CPO. The outcome follows. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    sendUnlockConnector: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnlockConnectorOrder"];
            };
        };
        responses: {
            /** @description Sent; holds the first answer of the CPO. The outcome follows. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listCommands: {
        parameters: {
            query?: {
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Command"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The command. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    postResult: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandReport"];
            };
        };
        responses: {
            /** @description Noted, and sent to the eMSP. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    authorize: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthorizeRequest"];
            };
        };
        responses: {
            /** @description The decision. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorized"];
                };
            };
        };
    };
    putChargingPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Country of the party, ISO 3166-1 alpha-2. */
                country_code: string;
                /** @description Id of the party within its country. */
                party_id: string;
                /** @description Id of the object. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChargingPreferences"];
            };
        };
        responses: {
            /** @description What the CPO says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesAnswer"];
                };
            };
        };
    };
    getChanges: {
        parameters: {
            query?: {
                /** @description A position; `start`: every current object once, then changes; absent: changes from now on. */
                since?: string;
                /** @description Only these; several with commas. */
                modules?: components["schemas"]["ChangeModule"][];
                /** @description Only what concerns these parties: their own objects, and for ours what partners sent them. Several with commas. A party such as NL-ABC. */
                parties?: string[];
                /** @description Also questions, as webhooks are asked them; POST /questions/{id} answers. Needs scope `write`. Absent: `false`. */
                questions?: boolean;
                /** @description `true`: only our own objects; `false`: only received ones. */
                own?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that stays open. A comment every 15 s shows that it is alive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Change"];
                };
            };
        };
    };
    answerQuestion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnyObject"];
            };
        };
        responses: {
            /** @description Taken; whoever asked has it. */
            204: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    postWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description Made; the only answer that shows the secret. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of it. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAttempt"];
                };
            };
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookAttempt"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookReplay"];
            };
        };
        responses: {
            /** @description It is on its way; messages have the ids they had before. */
            202: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    postKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyRequest"];
            };
        };
        responses: {
            /** @description Made; the only answer that shows the key. */
            201: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listDelivery: {
        parameters: {
            query?: {
                /** @description Only partners with this status. */
                status?: components["schemas"]["PartnerStatus"];
                /** @description Only lanes and calls of this module. */
                module?: components["schemas"]["ObjectModule"];
                /** @description Only partners that something waits for or is parked at; `false`: the others. */
                behind?: boolean;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order of the ids of partners. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delivery"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As last written down, at most a few seconds ago. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
        };
    };
    listParked: {
        parameters: {
            query?: {
                /** @description Only of this partner. */
                partner?: string;
                /** @description Only of this module. */
                module?: components["schemas"]["ObjectModule"];
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ParkedObject"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    retryParked: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way; it is listed again if it is refused again. */
            204: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listUnroutable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UnroutableObject"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    listAside: {
        parameters: {
            query?: {
                /** @description Only of this partner. */
                partner?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AsideObject"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description Only of this partner. */
                partner?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description Those that arrived, too. */
                settled?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeliveryMessage"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    listHubPairs: {
        parameters: {
            query?: {
                /** @description Only what this party said, `NL-ABC`. A party such as NL-ABC. */
                from?: string;
                /** @description Only what was for this party. A party such as NL-ABC. */
                to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pairs that said something in the last minutes, in order of their names. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HubPair"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    listExchanges: {
        parameters: {
            query?: {
                /** @description Only with this partner. */
                partner?: string;
                /** @description Only of this module. */
                module?: string;
                /** @description Only about this object: its id, or `NL/ABC/LOC1`. */
                object?: string;
                /** @description Only those that name this driver: uid of a token, contract_id, visual_number. */
                token?: string;
                /** @description Only with this OCPI status code, or HTTP status. */
                status?: number;
                /** @description Only those that failed, or only those that did not. */
                failed?: boolean;
                /** @description Only with this correlation id. */
                correlation_id?: string;
                /** @description Only in this direction. */
                direction?: components["schemas"]["ExchangeDirection"];
                /** @description Only from this time on. */
                from?: string;
                /** @description Only before this time. */
                to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first; `next` is null on the last page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Exchange"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    exportExchanges: {
        parameters: {
            query?: {
                /** @description Only with this partner. */
                partner?: string;
                /** @description Only of this module. */
                module?: string;
                /** @description Only about this object: its id, or `NL/ABC/LOC1`. */
                object?: string;
                /** @description Only those that name this driver: uid of a token, contract_id, visual_number. */
                token?: string;
                /** @description Only with this OCPI status code, or HTTP status. */
                status?: number;
                /** @description Only those that failed, or only those that did not. */
                failed?: boolean;
                /** @description Only with this correlation id. */
                correlation_id?: string;
                /** @description Only in this direction. */
                direction?: components["schemas"]["ExchangeDirection"];
                /** @description Only from this time on. */
                from?: string;
                /** @description Only before this time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A line each, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["Exchange"];
                };
            };
        };
    };
    countExchanges: {
        parameters: {
            query?: {
                /** @description Only with this partner. */
                partner?: string;
                /** @description Only from this time on. */
                from?: string;
                /** @description Only before this time. */
                to?: string;
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By day, the newest first, then the most. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ExchangeCount"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getExchange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exchange. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exchange"];
                };
            };
        };
    };
    replayExchange: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id as the API gave it. An id as the API gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partner answered. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description It is on its way. */
            202: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
        };
    };
    eraseDriver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of a request that is sent again within 24 hours: it is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EraseRequest"];
            };
        };
        responses: {
            /** @description What was done, and what a scan of the database found afterwards. */
            200: {
                headers: {
                    /** @description `true`: this was the answer to the first request. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    listAlertRules: {
        parameters: {
            query?: {
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order of their names; `next` is null on the last page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AlertRule"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was put, and what became of its mails. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRule"];
                };
            };
        };
    };
    putAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleToWrite"];
            };
        };
        responses: {
            /** @description Changed, or the same as before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRule"];
                };
            };
            /** @description New. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRule"];
                };
            };
        };
    };
    deleteAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                /** @description Only of this rule. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                rule?: string;
                /** @description Only of this partner. An id as the API gave it. */
                partner?: string;
                /** @description Only in this state. */
                state?: components["schemas"]["AlertState"];
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Alert"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    listAgreements: {
        parameters: {
            query?: {
                /** @description Most items in the answer; 100 where nothing is said. */
                limit?: number;
                /** @description `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order of their names; `next` is null on the last page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Agreement"][];
                        /** @description Goes into `next` of the following request. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getAgreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agreement. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was put. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
        };
    };
    putAgreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agreement. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgreementToWrite"];
            };
        };
        responses: {
            /** @description Changed, or the same as before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
            /** @description New. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
        };
    };
    deleteAgreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agreement. A name of A-Z, a-z, 0-9, `.`, `_` and `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
