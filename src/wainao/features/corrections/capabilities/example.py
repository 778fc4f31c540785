"""What the examples of the specs name."""

SOME_CORRECTION = "06h00cv2benqoidlkocprpap4o"
