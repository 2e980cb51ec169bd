"""The verb that measures finished programmes."""
