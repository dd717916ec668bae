"""The property suite of the layer, and its moves in any order against the reference."""

from tidewater.array_gru import ArrayGRU

from gru_doctor.testing import satisfies_laws, state_machine

TestLaws = satisfies_laws(ArrayGRU, max_examples=20)
TestMoves = state_machine(ArrayGRU).TestCase
