"""Import contract: other rooms may enter a room only by its faces."""

from importlinter import Contract, ContractCheck, fields, output


class RoomFacesContract(Contract):
    """Fails for each import that enters a room by anything but a face, an open room or a guest that may."""

    type_name = "room_faces"
    house = fields.StringField()
    faces = fields.SetField(subfield=fields.StringField())
    open_rooms = fields.SetField(subfield=fields.StringField())
    may_enter_anywhere = fields.SetField(subfield=fields.StringField())

    def check(self, graph, verbose):
        """List every import that walks through a wall."""
        trespasses = sorted(
            (importer, imported)
            for imported in graph.modules
            for importer in graph.find_modules_that_directly_import(imported)
            if self._is_trespass(importer, imported)
        )
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def _is_trespass(self, importer, imported):
        room, face = self._room_and_face(imported)
        guest, _ = self._room_and_face(importer)
        if not room or not guest or room == guest:
            return False
        if room in self.open_rooms or guest in self.may_enter_anywhere:
            return False
        return face not in self.faces

    def _room_and_face(self, module):
        house, _, rest = module.partition(".")
        room, _, inside = rest.partition(".")
        return (room, inside.partition(".")[0]) if house == self.house else ("", "")

    def render_broken_contract(self, check):
        """Say each of them."""
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"{importer} walks through the wall into {imported}")
