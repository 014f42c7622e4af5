# What checking again found.

verify-counted = { $records ->
        [one] 1 record
       *[other] { $records } records
    }, { $acts ->
        [one] 1 act
       *[other] { $acts } acts
    }, { $people ->
        [one] 1 person
       *[other] { $people } people
    } on { $devices ->
        [one] 1 device
       *[other] { $devices } devices
    }. Bad signatures: { $bad }.
verify-again = Read again from the records, { $missing ->
        [one] 1 act is
       *[other] { $missing } acts are
    } missing on this device, { $surplus ->
        [one] 1 act stands
       *[other] { $surplus } acts stand
    } in no record, { $different ->
        [one] 1 act stands
       *[other] { $different } acts stand
    } differently there.
verify-quarantined = record { $position } was not accepted: { $reason }
verify-digest = At position { $position } the shared state reads
verify-same = Your partner's `accord verify` shows the same at the same position.
